import type { TenantFile } from './fleet.ts'

/** Values that a tenant has and another had before it, in the order of ids: the same pair in any order of files. */
export function repeated(
  tenants: readonly TenantFile[],
  valuesOf: (one: TenantFile) => readonly { readonly key: string; readonly field: string }[],
): {
  readonly one: TenantFile
  readonly field: string
  readonly key: string
  readonly first: TenantFile
}[] {
  const owners = new Map<string, TenantFile>()
  const sorted = [...tenants].sort((a, b) => (a.spec.id < b.spec.id ? -1 : 1))
  return sorted.flatMap((one) =>
    valuesOf(one).flatMap(({ key, field }) => {
      const first = owners.get(key)
      if (!first) owners.set(key, one)
      return first && first.spec.id !== one.spec.id ? [{ one, field, key, first }] : []
    }),
  )
}
