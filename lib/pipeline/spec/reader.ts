import type { Facts } from '../../findings/catalogue.ts'
import type { SpecCode, SpecFaults } from './faults.ts'
import type { Token } from './scan.ts'
import type { Value } from './values.ts'

/** Deepest nesting of lists and maps; the schemas need six levels. */
const deepest = 16
/** Most values of one file, copies of its constants included. */
const mostValues = 10_000

const end: Token = { kind: 'end', raw: '', at: 0, newLine: true }
const opening = new Set(['(', '[', '{'])
const closing = new Set([')', ']', '}'])

/** Reads the tokens of a spec one by one; collects mistakes, constants and the number of values. */
export class TokenReader {
  /** Values of the constants above; undefined where the value was refused. */
  readonly constants = new Map<string, Value | undefined>()
  readonly #tokens: readonly Token[]
  readonly #faults: SpecFaults
  #index = 0
  #values = 0

  constructor(tokens: readonly Token[], faults: SpecFaults) {
    this.#tokens = tokens
    this.#faults = faults
  }

  /** The token that is next, or one after it. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#index + ahead] ?? this.#tokens.at(-1) ?? end
  }

  take(): Token {
    const token = this.peek()
    if (token.kind !== 'end') this.#index += 1
    return token
  }

  isEnd(): boolean {
    return this.peek().kind === 'end'
  }

  /** Whether the next token is this sign or name. */
  is(raw: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return (token.kind === 'sign' || token.kind === 'name') && token.raw === raw
  }

  takeIf(raw: string): boolean {
    const found = this.is(raw)
    if (found) this.take()
    return found
  }

  fault<C extends SpecCode>({ at }: Token, code: C, facts: Facts[C]): undefined {
    this.#faults.add(at, code, facts)
  }

  faultOfFile<C extends SpecCode>(code: C, facts: Facts[C]): void {
    this.#faults.addToFile(code, facts)
  }

  /** Counts a value; false when the file has too many or nests too deep, and reading has ended. */
  count(at: Token, depth: number): boolean {
    this.#values += 1
    if (depth > deepest) this.fault(at, 'spec-limit', { problem: 'depth', most: deepest })
    else if (this.#values > mostValues) this.fault(at, 'spec-limit', { problem: 'values', most: mostValues })
    else return true
    // All that follows would be mistakes of the same kind.
    this.#faults.readTo(at.at)
    this.#index = this.#tokens.length - 1
    return false
  }

  /** Skips tokens up to one, brackets with everything in them. */
  skipTo(isLast: (token: Token) => boolean): void {
    let open = 0
    for (;;) {
      const token = this.peek()
      if (token.kind === 'end' || (open === 0 && isLast(token))) return
      if (token.kind === 'sign' && opening.has(token.raw)) open += 1
      if (token.kind === 'sign' && closing.has(token.raw) && open > 0) open -= 1
      this.take()
    }
  }
}
