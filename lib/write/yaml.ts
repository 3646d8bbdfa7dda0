import type { KubeObject } from '../kube/object.ts'

/**
 * Writes objects as a YAML stream, the same bytes on every machine.
 *
 * Key order: `apiVersion`, `kind`, `metadata`, then as the chart gave them; maps of labels, annotations and data in
 * order of their keys. `undefined` is left out. Strings that a YAML 1.1 or 1.2 reader could take for something else are
 * quoted; text of several lines is a literal block where that is exact.
 *
 * An emitter of our own because stringifying is most of synthesis: see docs/decisions/own-yaml-emitter.md.
 *
 * @throws on a value that is no plain JSON: a mistake of ours
 */
export function emitYaml(objects: readonly KubeObject[]): string {
  return objects.map((object) => `---\n${emitMap(ordered(object), '')}`).join('')
}

function ordered(object: KubeObject): Record<string, unknown> {
  const { apiVersion, kind, metadata, ...rest } = object
  return { apiVersion, kind, metadata, ...rest }
}

/** Maps whose order says nothing: sorted, so that a change shows as one line. */
const sortedMaps = new Set(['labels', 'annotations', 'data', 'matchLabels', 'hard', 'requests', 'limits'])

function emitMap(map: Record<string, unknown>, indent: string): string {
  let out = ''
  for (const key in map) {
    const value = map[key]
    if (value === undefined) continue
    out += `${indent}${emitKey(key)}:${emitValue(value, indent, key)}`
  }
  return out
}

/** The value of a key, from the colon to the end of the last line. */
function emitValue(value: unknown, indent: string, key: string): string {
  if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${emitList(value, indent)}`
  if (isMap(value)) {
    const map = sortedMaps.has(key) ? sorted(value) : value
    const inner = emitMap(map, `${indent}  `)
    return inner === '' ? ' {}\n' : `\n${inner}`
  }
  return ` ${emitScalar(value, `${indent}  `)}\n`
}

function emitList(list: readonly unknown[], indent: string): string {
  let out = ''
  for (const item of list) {
    if (isMap(item)) {
      const inner = emitMap(item, `${indent}  `)
      out += inner === '' ? `${indent}- {}\n` : `${indent}- ${inner.slice(indent.length + 2)}`
    } else if (Array.isArray(item)) {
      out += item.length === 0 ? `${indent}- []\n` : `${indent}-\n${emitList(item, `${indent}  `)}`
    } else out += `${indent}- ${emitScalar(item, `${indent}  `)}\n`
  }
  return out
}

function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new Error(`an instance of ${value.constructor.name} cannot be written as YAML`)
  }
  return true
}

function sorted(map: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const plainKey = /^[A-Za-z][A-Za-z0-9_./-]*$/

function emitKey(key: string): string {
  return plainKey.test(key) && !ambiguous.test(key) ? key : quoted(key)
}

function emitScalar(value: unknown, indent: string): string {
  switch (typeof value) {
    case 'string':
      return emitString(value, indent)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (Number.isFinite(value)) return Number.isInteger(value) ? String(BigInt(value)) : String(value)
      throw new Error(`${value} cannot be written as YAML`)
    default:
      if (value === null) return 'null'
      throw new Error(`a ${typeof value} cannot be written as YAML`)
  }
}

/** Begins with a letter or a slash and holds nothing that YAML gives a meaning to. */
const plain =
  /^[A-Za-z/](?:[\w./@%+,;()=$<>!?'"~^|{}[\]&*\\-]| (?=[\w./@%+,;()=$<>!?'"~^|{}[\]&*\\-])|:(?=[\w./-]))*$/
/** Words that some reader takes for a boolean, null or a number. */
const ambiguous = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|infinity|[a-f0-9_]*e[+-]?\d+|0[xob].*)$/i
/**
 * The first branch is a whole character above U+FFFF, which is written as it is. Go's YAML reader refuses it as two
 * escapes, though JSON and YAML 1.2 allow them (sigs.k8s.io/yaml 1.6.0: "invalid Unicode character escape code").
 */
// biome-ignore format: the reason below speaks of one line
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for them
const unprintable = /[\ud800-\udbff][\udc00-\udfff]|[\u0000-\u001f\u007f-\u009f\u00a0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]/g
/** JSON.stringify writes half of a pair as an escape; no Unicode text holds one, and Go's reader refuses it. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
/** Lines that a literal block gives back exactly: printable, the first not indented, none with a tab in front. */
// biome-ignore format: the reason below speaks of one line
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is excluded
const literal = /^[^\s\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff](?:[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff])*$/

/** True for a text that every reader parses as a string without quotes. */
export function isPlain(text: string): boolean {
  return plain.test(text) && !ambiguous.test(text)
}

function emitString(text: string, indent: string): string {
  if (isPlain(text)) return text
  if (text.includes('\n') && literal.test(text)) return emitLiteral(text, indent)
  return quoted(text)
}

function emitLiteral(text: string, indent: string): string {
  const body = text.replace(/\n+$/, '')
  const ends = text.length - body.length
  const lines = body.split('\n').map((line) => (line === '' ? '' : indent + line))
  // `|-` keeps no line end, `|` one, `|+` all.
  if (ends === 0) return `|-\n${lines.join('\n')}`
  if (ends === 1) return `|\n${lines.join('\n')}`
  return `|+\n${lines.join('\n')}${'\n'.repeat(ends - 1)}`
}

/** In double quotes, with every character escaped that some reader refuses or changes. */
function quoted(text: string): string {
  if (loneSurrogate.test(text)) throw new Error('half of a surrogate pair cannot be written as YAML')
  return JSON.stringify(text).replaceAll(unprintable, escaped)
}

function escaped(char: string): string {
  if (char.length === 2) return char
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
