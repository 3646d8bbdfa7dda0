import { pick, type Random } from './random.ts'
import { resolved, type Schema } from './schema-of.ts'
import { someNumber, someText } from './wrong-values.ts'

/** A value that fits the type of a field, and often nothing else about it. */
export function made(schema: Schema, random: Random, depth = 0): unknown {
  const { type, enum: allowed, properties, additionalProperties, items, required = [] } = resolved(schema)
  if (allowed && random() < 0.7) return pick(random, allowed)
  const kind = typeof type === 'string' ? type : type ? pick(random, type) : undefined
  if (kind === 'boolean') return random() < 0.5
  if (kind === 'integer') return Math.trunc(someNumber(random))
  if (kind === 'number') return someNumber(random)
  if (kind === 'string') return someText(random)
  if (kind === 'array') return depth > 4 ? [] : list(items ?? {}, random, depth)
  if (properties && depth <= 4) {
    const names = Object.keys(properties).filter((name) => required.includes(name) || random() < 0.4)
    return Object.fromEntries(names.map((name) => [name, made(properties[name] ?? {}, random, depth + 1)]))
  }
  if (typeof additionalProperties === 'object')
    return { [someText(random)]: made(additionalProperties, random, depth + 1) }
  return {}
}

function list(items: Schema, random: Random, depth: number): unknown[] {
  const count = pick(random, [0, 1, 1, 2])
  return Array.from({ length: count }, () => made(items, random, depth + 1))
}
