/** The subject of a line, for its sign and colour. */
export type Mark = 'added' | 'changed' | 'removed' | 'danger' | 'review' | 'plain'

/** One line of a page and the indented lines below it. */
export interface Line {
  readonly mark: Mark
  readonly text: string
  readonly details: readonly string[]
}

/** A headed part of a page. */
export interface Section {
  readonly title: string
  readonly lines: readonly Line[]
  /** Lines that were left out. */
  readonly more: number
}

/** A plan as it reads, before it is text or Markdown. */
export interface Page {
  readonly title: string
  readonly sections: readonly Section[]
}

/** How much of a plan is shown. */
export interface PageOptions {
  /** Lines of a section, and fields of a line, that are shown. */
  readonly lines: number
  readonly fields: number
}
