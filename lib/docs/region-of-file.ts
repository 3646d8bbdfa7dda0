/** The marks between which a generator owns the lines of a file that people write otherwise. */
export interface Marks {
  readonly begin: string
  readonly end: string
}

/**
 * The file with other text between its marks.
 *
 * @throws when the marks are missing or in the wrong order
 */
export function replaceBetween(text: string, { begin, end }: Marks, replacement: string): string {
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`the file has no ${begin} … ${end}`)
  return `${text.slice(0, from + begin.length)}\n${replacement}\n${text.slice(to)}`
}
