import type { KubeObject } from '../kube/object.ts'
import { isPlain } from './yaml.ts'

/** A text that the emitter would not write so; another reader has to look at it. */
export class NotOurYaml extends Error {}

const key = /(?:[A-Za-z][A-Za-z0-9_./-]*|"(?:[^"\\\n]|\\.)*"):(?=[ \n])/y
const number = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/
const literalEnd = { '|-': '', '|': '\n', '|+': '\n' } as const

/** The documents of a stream as texts, without their separators, comments before the first, and empty ones. */
export function splitDocuments(text: string): string[] {
  return text
    .split(/^---\n/m)
    .map((one) => one.replace(/^(?:#[^\n]*\n)+/, ''))
    .filter((one) => one !== '')
}

/**
 * Reads one document as {@link emitYaml} writes it, and nothing else: many times faster than a reader of all YAML,
 * which is what comparing tens of thousands of objects needs.
 *
 * @throws NotOurYaml on anything that the emitter does not write
 */
export function readDocument(text: string): KubeObject {
  const reader = new Reader(text)
  const object = reader.map(0)
  if (!reader.done()) throw new NotOurYaml('more than one map')
  return object as KubeObject
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  done(): boolean {
    return this.#at >= this.#text.length
  }

  /** Keys at an indent; the first may follow the dash of a list item. */
  map(indent: number, inline = false): Record<string, unknown> {
    const map: Record<string, unknown> = {}
    for (let first = inline; first || this.#indented(indent); first = false) {
      if (!first) this.#at += indent
      const name = this.#key()
      if (name === '__proto__' || Object.hasOwn(map, name)) throw new NotOurYaml(`key ${name}`)
      map[name] = this.#value(indent)
    }
    return map
  }

  /** True if a line with a key or an item has exactly this indent. */
  #indented(indent: number): boolean {
    if (this.done()) return false
    let spaces = 0
    while (this.#text.charCodeAt(this.#at + spaces) === 32) spaces += 1
    if (spaces > indent) throw new NotOurYaml('deeper than its parent says')
    if (spaces < indent) return false
    return this.#text.charCodeAt(this.#at + indent) !== 45
  }

  #key(): string {
    key.lastIndex = this.#at
    const found = key.exec(this.#text)?.[0]
    if (found === undefined) throw new NotOurYaml('no key')
    this.#at += found.length
    const name = found.slice(0, -1)
    return name.startsWith('"') ? this.#quoted(name) : name
  }

  /** Text after the colon of a key. */
  #value(indent: number): unknown {
    if (this.#text.charCodeAt(this.#at) === 32) {
      this.#at += 1
      return this.#scalar(indent + 2)
    }
    this.#at += 1
    if (this.#isDash(indent)) return this.#list(indent)
    const map = this.map(indent + 2)
    if (Object.keys(map).length === 0) throw new NotOurYaml('a key without a value')
    return map
  }

  #isDash(indent: number): boolean {
    const dash = this.#at + indent
    if (this.#text.charCodeAt(dash) !== 45) return false
    for (let at = this.#at; at < dash; at += 1) if (this.#text.charCodeAt(at) !== 32) return false
    return true
  }

  #list(indent: number): unknown[] {
    const list: unknown[] = []
    while (this.#isDash(indent)) {
      this.#at += indent + 1
      if (this.#text.charCodeAt(this.#at) === 10) {
        this.#at += 1
        list.push(this.#list(indent + 2))
        continue
      }
      this.#at += 1
      key.lastIndex = this.#at
      list.push(key.test(this.#text) ? this.map(indent + 2, true) : this.#scalar(indent + 2))
    }
    return list
  }

  /** The rest of the line, and the block below it if it is a literal. */
  #scalar(blockIndent: number): unknown {
    const end = this.#text.indexOf('\n', this.#at)
    if (end < 0) throw new NotOurYaml('no end of line')
    const line = this.#text.slice(this.#at, end)
    this.#at = end + 1
    if (isPlain(line)) return line
    switch (line) {
      case '|':
      case '|-':
      case '|+':
        return this.#literal(line, ' '.repeat(blockIndent))
      case 'true':
        return true
      case 'false':
        return false
      case 'null':
        return null
      case '[]':
        return []
      case '{}':
        return {}
    }
    if (number.test(line)) return Number(line)
    if (line.startsWith('"')) return this.#quoted(line)
    throw new NotOurYaml(`the value ${line}`)
  }

  #quoted(line: string): string {
    try {
      return String(JSON.parse(line))
    } catch {
      throw new NotOurYaml(`the value ${line}`)
    }
  }

  #literal(header: keyof typeof literalEnd, indent: string): string {
    const lines: string[] = []
    while (!this.done()) {
      const end = this.#text.indexOf('\n', this.#at)
      if (end < 0) throw new NotOurYaml('no end of line')
      if (end !== this.#at && !this.#text.startsWith(indent, this.#at)) break
      lines.push(this.#text.slice(Math.min(this.#at + indent.length, end), end))
      this.#at = end + 1
    }
    // Otherwise the first line would define the block's indent, and empty lines at its end would be cut.
    if (/^(?:\s|$)/.test(lines[0] ?? '')) throw new NotOurYaml('a block that begins with a space')
    if (header !== '|+' && lines.at(-1) === '') throw new NotOurYaml('a block that ends with an empty line')
    return lines.join('\n') + literalEnd[header]
  }
}
