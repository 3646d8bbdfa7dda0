import type { Facts } from '../../findings/catalogue.ts'
import { error, type Finding } from '../../findings/finding.ts'

/** Codes of the findings on the text of a spec. */
export type SpecCode =
  | 'no-default-export'
  | 'not-a-spec'
  | 'not-data'
  | 'repeated-field'
  | 'spec-characters'
  | 'spec-imports'
  | 'spec-limit'
  | 'spec-statement'
  | 'syntax'

/** Most mistakes of one file that are reported: a file that is no spec at all has thousands. */
const most = 100

/** Mistakes in the text of a spec. */
export class SpecFaults {
  readonly #file: string
  readonly #source: string
  readonly #found: { readonly at: number; readonly finding: Finding }[] = []
  #readTo = Number.POSITIVE_INFINITY

  constructor(file: string, source: string) {
    this.#file = file
    this.#source = source
  }

  /** Adds a mistake; of several at one place the first counts. */
  add<C extends SpecCode>(at: number, code: C, facts: Facts[C]): void {
    if (at >= this.#readTo || this.#found.length >= most || this.#found.some((one) => one.at === at)) return
    const before = this.#source.slice(0, at)
    const line = before.split('\n').length
    const column = at - before.lastIndexOf('\n')
    const finding = error(code, { file: this.#file, field: `line ${line}, column ${column}` }, facts)
    this.#found.push({ at, finding: finding as Finding })
  }

  /** A mistake of the whole file. */
  addToFile<C extends SpecCode>(code: C, facts: Facts[C]): void {
    if (this.#readTo === Number.POSITIVE_INFINITY)
      this.#found.push({ at: -1, finding: error(code, { file: this.#file }, facts) as Finding })
  }

  /** Takes no more mistakes of this place and later ones: the text was not read to its end. */
  readTo(at: number): void {
    this.#readTo = Math.min(at, this.#readTo)
  }

  get isEmpty(): boolean {
    return this.#found.length === 0
  }

  /** In the order of the text. */
  findings(): readonly Finding[] {
    return [...this.#found].sort((a, b) => a.at - b.at).map(({ finding }) => finding)
  }
}
