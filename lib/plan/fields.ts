/** One field that differs. A side that is `undefined` has no such field. */
export interface FieldChange {
  /** Dotted, items of keyed lists by their key: `spec.template.spec.containers[ollama].image`. */
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
  /** Lines of a text that came and went; the values are left out then. */
  readonly lines?: { readonly added: number; readonly removed: number }
}

type Map = Readonly<Record<string, unknown>>

/** Fields that identify the items of a list. The first one with a different value in each item is used. */
const itemKeys = [
  'name',
  'key',
  'secretKey',
  'mountPath',
  'topologyKey',
  'host',
  'path',
  'type',
  'kind',
] as const

/** Every field that differs between two values, in the order of their keys. */
export function diffFields(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (Object.is(before, after)) return []
  if (isMap(before) && isMap(after)) return diffMaps(before, after, path)
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path)
  if (sameJson(before, after)) return []
  if (isText(before) && isText(after)) return [{ path, lines: countLines(before, after) }]
  return [change(path, before, after)]
}

function change(path: string, before: unknown, after: unknown): FieldChange {
  return {
    path,
    ...(before === undefined ? {} : { before: reported(before) }),
    ...(after === undefined ? {} : { after: reported(after) }),
  }
}

/** The plan prints the length of a text of many lines; the pull request shows its lines. */
function reported(value: unknown): unknown {
  return isText(value) ? `${value.trimEnd().split('\n').length} lines` : value
}

function diffMaps(before: Map, after: Map, path: string): FieldChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return keys.flatMap((key) => diffFields(before[key], after[key], join(path, key)))
}

function diffLists(before: readonly unknown[], after: readonly unknown[], path: string): FieldChange[] {
  if (sameJson(before, after)) return []
  const key = itemKey(before, after)
  if (key) return diffKeyed(key, before as readonly Map[], after as readonly Map[], path)
  const [gone, come] = without(before, after)
  if (gone.length > 0 && gone.length === come.length && gone.every(isMap))
    return gone.flatMap((item, index) => diffFields(item, come[index], `${path}[${before.indexOf(item)}]`))
  return [
    ...gone.map((item) => change(`${path}[]`, item, undefined)),
    ...come.map((item) => change(`${path}[]`, undefined, item)),
    // The same items in another order: an order can matter, as in a list of arguments.
    ...(gone.length + come.length === 0 ? [change(path, before, after)] : []),
  ]
}

function diffKeyed(key: string, before: readonly Map[], after: readonly Map[], path: string): FieldChange[] {
  const byKey = (list: readonly Map[]): Record<string, Map> =>
    Object.fromEntries(list.map((item) => [String(item[key]), item]))
  const [old, now] = [byKey(before), byKey(after)]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()
  const order = (list: readonly Map[], other: Record<string, Map>) =>
    list.map((item) => String(item[key])).filter((name) => Object.hasOwn(other, name))
  const [was, is] = [order(before, now), order(after, old)]
  return [
    ...names.flatMap((name) => diffFields(old[name], now[name], `${path}[${name}]`)),
    // Pods with the same environment in another order are other pods.
    ...(was.join() === is.join() ? [] : [change(path, was, is)]),
  ]
}

function itemKey(before: readonly unknown[], after: readonly unknown[]): string | undefined {
  const lists = [before, after]
  if (!lists.every((list) => list.every(isMap)) || before.length + after.length === 0) return undefined
  return itemKeys.find((key) =>
    lists.every((list) => {
      const values = list.map((item) => (item as Map)[key])
      return values.every((value) => typeof value === 'string') && new Set(values).size === values.length
    }),
  )
}

/** Items that only one of two lists has; equal items are matched one to one. */
function without(before: readonly unknown[], after: readonly unknown[]): [unknown[], unknown[]] {
  const come = [...after]
  const gone = before.filter((item) => {
    const at = come.findIndex((other) => sameJson(item, other))
    if (at >= 0) come.splice(at, 1)
    return at < 0
  })
  return [gone, come]
}

function countLines(before: string, after: string): { added: number; removed: number } {
  const [gone, come] = without(before.split('\n'), after.split('\n'))
  return { added: come.length, removed: gone.length }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n')
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== typeof b || typeof a !== 'object') return false
  return stable(a) === stable(b)
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) =>
    isMap(child) ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1))) : child,
  )
}

function join(path: string, key: string): string {
  const part = /^[A-Za-z0-9_-]+$/.test(key) ? key : `"${key}"`
  return path === '' ? part : `${path}.${part}`
}
