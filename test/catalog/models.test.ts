import { describe, expect, test } from 'vitest'
import { type CatalogModel, models } from '../../lib/catalog/models.ts'

const shape = /: (\d+) layers, (\d+) kv heads, head size (\d+)$/
/** A repository with a file or an issue, by which anybody can look the figure up. */
const place = /^[\w-]+\/[\w.-]+(#\d+| \S+)/

describe.each(Object.entries(models) as [string, CatalogModel][])('%s', (_, model) => {
  test('says where its bytes were read', () => {
    expect(model.weightsSource).toMatch(place)
    expect(model.cacheSource).toMatch(place)
  })

  test('its cache is what its shape comes to: keys and values of two bytes', () => {
    const [, layers, heads, size] = shape.exec(model.cacheSource) ?? []
    const counted = 2 * 2 * Number(layers) * Number(heads) * Number(size)
    expect(model.purpose === 'embedding' ? 0 : counted).toBe(model.kvBytesPerToken)
  })

  test('its weights are bytes, not gigabytes', () => {
    expect(model.weightsBytes).toBeGreaterThan(100_000_000)
    expect(model.weightsBytes).toBeLessThan(100_000_000_000)
  })
})
