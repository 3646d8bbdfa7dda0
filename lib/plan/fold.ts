/** Scope that every entry of a section states. */
export interface Where {
  readonly clusters: readonly string[]
  readonly tenants: readonly string[]
}

/** Placeholder for the id of a tenant in texts that apply to several. */
export const anyTenant = '<tenant>'
/** The id as PostgreSQL writes it, with underscores. */
const anySchema = '<tenant_sql>'

/** Replaces a tenant's id in every string of a value, so that the same change of two tenants reads the same. */
export function withoutTenant<T>(value: T, id: string): T {
  const sql = id.replaceAll('-', '_')
  const inSql = new RegExp(`(?<=_)${sql}(?![a-z0-9])`, 'g')
  const alone = new RegExp(`(?<![a-z0-9])${id}(?![a-z0-9])`, 'g')
  return mapStrings(value, (text) =>
    text.includes(id) || text.includes(sql)
      ? text.replaceAll(inSql, anySchema).replaceAll(alone, anyTenant)
      : text,
  )
}

/** Puts the id back where only one tenant is meant. */
export function withTenant<T>(value: T, id: string): T {
  return mapStrings(value, (text) =>
    text.includes('<tenant')
      ? text.replaceAll(anySchema, id.replaceAll('-', '_')).replaceAll(anyTenant, id)
      : text,
  )
}

function mapStrings<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, mapStrings(child, change)]),
  ) as T
}

/** Entries that differ only in where they happen, as one; in order of their first appearance. */
export function foldWhere<T extends Where>(entries: readonly T[]): T[] {
  const folded = new Map<string, { entry: T; clusters: Set<string>; tenants: Set<string> }>()
  for (const entry of entries) {
    const { clusters, tenants, ...rest } = entry
    const general = tenants.length === 1 ? withoutTenant(rest, tenants[0] ?? '') : rest
    const key = JSON.stringify(general)
    const known = folded.get(key) ?? { entry, clusters: new Set(), tenants: new Set() }
    for (const one of clusters) known.clusters.add(one)
    for (const one of tenants) known.tenants.add(one)
    folded.set(key, known)
  }
  return [...folded].map(([key, { entry, clusters, tenants }]) => {
    const general = tenants.size > 1 ? (JSON.parse(key) as Omit<T, keyof Where>) : entry
    return { ...entry, ...general, clusters: [...clusters].sort(), tenants: [...tenants].sort() }
  })
}

/** Scope of a change of one unit. */
export function whereOf(unit: { readonly cluster: string; readonly tenant?: string }): Where {
  return { clusters: [unit.cluster], tenants: unit.tenant === undefined ? [] : [unit.tenant] }
}
