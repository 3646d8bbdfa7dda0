import type { Dimension, Use } from './use.ts'

/** A limit, and what is taken of it. */
export interface Resource {
  readonly name: Dimension
  readonly used: number
  readonly limit: number
  /** Source of the limit: a field of a spec, or a quota by its name. */
  readonly by: string
  readonly adjustable: 'yes' | 'no' | 'unknown'
  /** Remedy when it is used up. */
  readonly remedy: string
  /** Tenants that still fit, by what the median and the largest present tenant take; absent: it sets no bound. */
  readonly more: { readonly median?: number; readonly largest?: number }
}

/** Use of the present tenants in each dimension. */
export interface Sample {
  readonly median: Use
  readonly largest: Use
  readonly mean: Use
}

/** How many more tenants fit in a scope, and what ends first. */
export interface Room {
  /** Absent: nothing bounds it. */
  readonly median?: number
  readonly largest?: number
  /** Resources that allow the fewest more tenants of the median size. */
  readonly first: readonly Dimension[]
}

/** Measures the present tenants; if there is none, a tenant with every default. */
export function sampleOf(uses: readonly Use[], fallback: Use): Sample {
  const all = uses.length > 0 ? uses : [fallback]
  const by = (of: (values: readonly number[]) => number): Use => {
    const names = Object.keys(fallback) as Dimension[]
    return Object.fromEntries(names.map((name) => [name, of(all.map((use) => use[name]))])) as Record<
      Dimension,
      number
    >
  }
  return {
    median: by(middleOf),
    largest: by((values) => Math.max(...values)),
    mean: by((values) => values.reduce((sum, one) => sum + one, 0) / values.length),
  }
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

/** A resource of a scope. */
export function resource(
  name: Dimension,
  used: number,
  limit: number,
  limited: Pick<Resource, 'by' | 'adjustable' | 'remedy'>,
  sample: Sample,
): Resource {
  // A sum of fractions may end a hair below a whole number.
  const fits = (each: number) => Math.max(0, Math.floor((limit - used) / each + 1e-9))
  const { median: middle, largest } = sample
  return {
    name,
    used,
    limit,
    ...limited,
    more: {
      ...(middle[name] > 0 ? { median: fits(middle[name]) } : {}),
      ...(largest[name] > 0 ? { largest: fits(largest[name]) } : {}),
    },
  }
}

/** The room of a scope: its scarcest resource decides. */
export function roomOf(resources: readonly Resource[]): Room {
  const least = (which: 'median' | 'largest') => {
    const bounds = resources.flatMap(({ more }) => more[which] ?? [])
    return bounds.length > 0 ? Math.min(...bounds) : undefined
  }
  const median = least('median')
  const largest = least('largest')
  return {
    ...(median === undefined ? {} : { median }),
    ...(largest === undefined ? {} : { largest }),
    first:
      median === undefined
        ? []
        : resources.filter(({ more }) => more.median === median).map(({ name }) => name),
  }
}
