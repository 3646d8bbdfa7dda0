/** A value that a path found; undefined where the object lacks it. */
export interface Place {
  readonly path: string
  readonly value: unknown
}

interface Step {
  readonly name: string
  readonly optional: boolean
  readonly kind: 'key' | 'items' | 'entries' | 'item'
  readonly field?: string
}

const known = new Map<string, readonly Step[]>()

/**
 * Values at a path: `spec.containers[*].env[name=PORT].value`.
 *
 * | step         | finds                                                       |
 * | ------------ | ----------------------------------------------------------- |
 * | `key`, `[a.b/c]` | the field                                               |
 * | `[*]`        | every item of a list                                        |
 * | `*`          | every field of a map                                        |
 * | `[name=x]`   | the items of a list whose field `name` is `x`               |
 * | a `?` behind | nothing where the object lacks it, in place of `undefined`  |
 */
export function placesOf(value: unknown, path: string): Place[] {
  let steps = known.get(path)
  if (!steps) {
    steps = parse(path)
    known.set(path, steps)
  }
  return steps.reduce<Place[]>(
    (places, step) => places.flatMap((place) => next(place, step)),
    [{ path: '', value }],
  )
}

function parse(path: string): Step[] {
  return [...path.matchAll(/\[([^\]]+)\](\?)?|([^.[\]?]+)(\?)?/g)].map(
    ([, bracket, first, word, second]): Step => {
      const optional = (first ?? second) !== undefined
      if (bracket === '*') return { name: '*', optional, kind: 'items' }
      if (word === '*') return { name: '*', optional, kind: 'entries' }
      const name = bracket ?? word ?? ''
      const [field = '', ...rest] = name.split('=')
      return rest.length > 0
        ? { name: rest.join('='), optional, kind: 'item', field }
        : { name, optional, kind: 'key' }
    },
  )
}

function next({ path, value }: Place, { name, optional, kind, field = '' }: Step): Place[] {
  const is = typeof value === 'object' && value !== null
  const fields = (is ? value : {}) as Readonly<Record<string, unknown>>
  const list = Array.isArray(value) ? (value as unknown[]) : []
  const at = (key: string | number, child: unknown): Place => ({ path: `${path}/${key}`, value: child })
  if (kind === 'items') return list.map((item, index) => at(index, item))
  if (kind === 'entries') return Object.entries(fields).map(([key, child]) => at(key, child))
  const found =
    kind === 'item'
      ? list.flatMap((item, index) =>
          (item as Readonly<Record<string, unknown>> | null)?.[field] === name ? [at(index, item)] : [],
        )
      : name in fields
        ? [at(name, fields[name])]
        : []
  return found.length === 0 && !optional
    ? [at(kind === 'item' ? `${field}=${name}` : name, undefined)]
    : found
}
