/** A name, and the names that must come before it. */
export interface Ordered {
  readonly name: string
  readonly after: readonly string[]
}

/** Wave of components that wait for nothing. Each level below comes five later, and tenants come at 0. */
const firstWave = -60
const step = 5

/**
 * Sync waves of the Applications of components: one more than the latest of those that come before. The first level
 * has a fixed wave, so a component that is added at the end changes no other wave.
 *
 * @throws when a name in `after` is unknown, components wait for each other in a circle, or waves reach the tenants'
 */
export function waves(components: readonly Ordered[]): ReadonlyMap<string, number> {
  const byName = new Map(components.map((one) => [one.name, one]))
  const levels = new Map<string, number>()
  const levelOf = (name: string, path: readonly string[]): number => {
    const known = levels.get(name)
    if (known !== undefined) return known
    const component = byName.get(name)
    if (!component) throw new Error(`component ${path.at(-1)} comes after ${name}, which does not exist`)
    if (path.includes(name)) throw new Error(`components wait for each other: ${[...path, name].join(' → ')}`)
    const level = Math.max(0, ...component.after.map((other) => levelOf(other, [...path, name]) + 1))
    levels.set(name, level)
    return level
  }
  return new Map(
    components.map(({ name }) => {
      const wave = firstWave + step * levelOf(name, [])
      if (wave >= 0) throw new Error(`component ${name} would come at wave ${wave}, together with tenants`)
      return [name, wave]
    }),
  )
}
