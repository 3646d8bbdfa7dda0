import { describe } from './misses.ts'
import { type OwnList, type OwnText, parts, type Shape } from './shape.ts'

/** A rule of an admission policy: an expression in CEL, and the API server's words when it is false. */
export interface Rule {
  readonly expression: string
  readonly message: string
}

/** Expressions in CEL for the facts of the tenant in whose namespace the object is. */
export interface Names {
  readonly texts: Partial<Readonly<Record<OwnText, string>>>
  readonly lists: Partial<Readonly<Record<OwnList, string>>>
}

/**
 * The shape of a value as rules, one for each field that is not in a list, or in one list. A missing field or a wrong
 * type makes an expression fail, and the API server then refuses: the policies fail closed.
 *
 * @param at expression of the value
 * @param path of the value, for messages
 */
export function rulesOf(shape: Shape, at: string, path: string, names: Names): Rule[] {
  return split(shape, at, path, names, (inner) => inner, 0)
}

type Wrap = (inner: string) => string

function split(shape: Shape, at: string, path: string, names: Names, wrap: Wrap, depth: number): Rule[] {
  const rule = (inner: string, allowed: string): Rule[] =>
    inner === 'true' ? [] : [{ expression: wrap(inner), message: messageAt(path, allowed) }]
  if (shape.is === 'fields') {
    const { fields, needs } = shape
    return [
      ...rule(keysOf(shape, at), describe(shape)),
      ...Object.entries(fields).flatMap(([key, field]) => {
        // A needed field has no guard: its absence is an error, and an error is a refusal.
        const guard: Wrap = needs.includes(key) ? wrap : (inner) => wrap(`!${has(at, key)} || ${inner}`)
        const place = path === '' ? key : `${path}.${key}`
        const found = split(field, member(at, key), place, names, guard, depth)
        const missing = needs.includes(key) && found.length === 0
        return missing ? [{ expression: wrap(has(at, key)), message: messageAt(place, 'a value') }] : found
      }),
    ]
  }
  if (shape.is === 'list' && depth === 0 && shape.each.is === 'fields') {
    const item = variable(depth)
    const each: Wrap = (inner) => wrap(`${at}.all(${item}, ${inner})`)
    return [
      ...(shape.atLeast > 0 ? rule(`size(${at}) >= ${shape.atLeast}`, describe(shape)) : []),
      ...split(shape.each, item, `${path}[]`, names, each, depth + 1),
    ]
  }
  return rule(compile(shape, at, names, depth), describe(shape))
}

/** The shape of a value as one expression. */
function compile(shape: Shape, at: string, names: Names, depth: number): string {
  switch (shape.is) {
    case 'anything':
      return 'true'
    case 'one of':
      return oneOf(at, shape.values, names)
    case 'text': {
      const matches = (pattern: string) => `${at}.matches(${text(`^(?:${pattern})$`, names)})`
      return shape.unlike === undefined
        ? matches(shape.like)
        : `${matches(shape.like)} && !${matches(shape.unlike)}`
    }
    case 'own': {
      const members = names.lists[shape.list]
      if (members === undefined) throw new Error(`no expression for the ${shape.list} of a tenant`)
      if (shape.before === '' && shape.after === '') return `${at} in ${members}`
      return `${members}.exists(own, ${at} == ${quote(shape.before)} + own + ${quote(shape.after)})`
    }
    case 'exactly':
      return `${at} == ${literal(shape.value, names)}`
    case 'list': {
      const item = variable(depth)
      const inner = compile(shape.each, item, names, depth + 1)
      return and([
        shape.atLeast > 0 ? `size(${at}) >= ${shape.atLeast}` : 'true',
        inner === 'true' ? 'true' : `${at}.all(${item}, ${inner})`,
      ])
    }
    case 'map': {
      const key = variable(depth)
      const inner = and([
        compile(shape.keys, key, names, depth + 1),
        compile(shape.of, `${at}[${key}]`, names, depth + 1),
      ])
      return inner === 'true' ? 'true' : `${at}.all(${key}, ${inner})`
    }
    case 'any of':
      return `(${shape.shapes.map((one) => compile(one, at, names, depth)).join(' || ')})`
    case 'fields':
      return and([
        keysOf(shape, at),
        ...Object.entries(shape.fields).map(([key, field]) => {
          const inner = compile(field, member(at, key), names, depth)
          if (shape.needs.includes(key)) return inner === 'true' ? has(at, key) : inner
          return inner === 'true' ? 'true' : `(!${has(at, key)} || ${inner})`
        }),
      ])
  }
}

/** Texts with placeholders are compared one by one: the elements of a list have one type. */
function oneOf(at: string, values: readonly (string | number | boolean)[], names: Names): string {
  const isFixed = (value: string | number | boolean) => typeof value !== 'string' || parts(value).length === 1
  const write = (value: string | number | boolean) =>
    typeof value === 'string' ? text(value, names) : String(value)
  const fixed = values.filter(isFixed).map(write)
  const all = [
    ...(fixed.length > 1 ? [`${at} in [${fixed.join(', ')}]`] : fixed.map((value) => `${at} == ${value}`)),
    ...values.filter((value) => !isFixed(value)).map((value) => `${at} == ${write(value)}`),
  ]
  return all.length === 1 ? (all[0] ?? 'false') : all.length === 0 ? 'false' : `(${all.join(' || ')})`
}

function keysOf({ fields, more }: Extract<Shape, { is: 'fields' }>, at: string): string {
  if (more) return 'true'
  const names = Object.keys(fields)
  return names.length === 0 ? `size(${at}) == 0` : `${at}.all(key, key in [${names.map(quote).join(', ')}])`
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/
/** Words of CEL that no field may be called by without quotes. @see https://github.com/google/cel-spec/blob/master/doc/langdef.md */
const reserved =
  /^(as|break|const|continue|else|false|for|function|if|import|in|let|loop|namespace|null|package|return|true|var|void|while)$/

const plain = (key: string) => identifier.test(key) && !reserved.test(key)

function has(at: string, key: string): string {
  return plain(key) ? `has(${at}.${key})` : `(${quote(key)} in ${at})`
}

function member(at: string, key: string): string {
  return plain(key) ? `${at}.${key}` : `${at}[${quote(key)}]`
}

function and(all: readonly string[]): string {
  const left = all.filter((one) => one !== 'true')
  return left.length === 0 ? 'true' : left.join(' && ')
}

const variable = (depth: number) => `item${depth === 0 ? '' : depth}`

/** A text of CEL; JSON's escapes are CEL's. */
function quote(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** A text with placeholders as a sum of texts. */
function text(value: string, names: Names): string {
  return (
    parts(value)
      .map((part, index) => {
        if (index % 2 === 0) return part === '' ? '' : quote(part)
        const name = names.texts[part as OwnText]
        if (name === undefined) throw new Error(`no expression for {${part}}`)
        return name
      })
      .filter((part) => part !== '')
      .join(' + ') || "''"
  )
}

function literal(value: unknown, names: Names): string {
  if (typeof value === 'string') return text(value, names)
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, names)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  return `{${Object.entries(value)
    .map(([key, child]) => `${quote(key)}: ${literal(child, names)}`)
    .join(', ')}}`
}

/** One short line: the API server prints it to the person whose object it refuses. */
function messageAt(path: string, allowed: string): string {
  const text = `${path === '' ? 'the object' : path}: permitted is ${allowed}`
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
