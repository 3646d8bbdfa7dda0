import { describe, expect, test } from 'vitest'
import {
  type CatalogModel,
  catalogModel,
  cpuChatModels,
  embeddingModel,
  embeddingModels,
  models,
} from '../../lib/catalog/models.ts'

const entries = Object.entries(models) as [string, CatalogModel][]
/** A repository with a file or an issue, a page, or the digest of a version: anybody can look the figure up. */
const place =
  /^[\w-]+\/[\w.-]+(#\d+| \S+)|^[\w.-]+\.(co|com|ai|rs)\/\S+|digest [0-9a-f]{12}|manifest [0-9a-f]{12}/

describe.each(entries)('%s', (_, model) => {
  test('says where and when its figures were read', () => {
    const sources = [model.weightsSource, model.shapeSource, model.toolsSource]
    for (const source of [...sources, ...(model.embedding ? [model.embedding.prefixSource] : [])]) {
      expect(source.place).toMatch(place)
      expect(source.date).toMatch(/^20\d\d(-\d\d){0,2}$/)
    }
  })

  test('its weights are bytes, not gigabytes, and are what its shape can have', () => {
    expect(model.weightsBytes).toBeGreaterThan(100_000_000)
    expect(model.weightsBytes).toBeLessThan(100_000_000_000)
  })

  test('its heads divide as attention wants it, and an embedding model has vectors', () => {
    for (const group of model.shape.layers) {
      expect(group.layers).toBeGreaterThan(0)
      if (group.kind === 'attention') expect(model.shape.heads % group.kvHeads).toBe(0)
    }
    expect(model.embedding !== undefined).toBe(model.purpose === 'embedding')
  })
})

/** Parameters of the layers' matrices and of both ends, from the shape alone. */
function parameters({ shape }: CatalogModel): number {
  const { hiddenSize, heads, headSize, feedForward, layers, vocabulary } = shape
  const kv = layers.map((one) => (one.kind === 'attention' ? one.layers * one.kvHeads * one.headSize : 0))
  const count = layers.reduce((sum, one) => sum + one.layers, 0)
  const attention = 2 * hiddenSize * (kv.reduce((sum, one) => sum + one, 0) + count * heads * headSize)
  return attention + count * 3 * hiddenSize * feedForward.size + 2 * vocabulary * hiddenSize
}

test.each(
  entries.filter(
    ([, { shape, purpose }]) =>
      purpose === 'chat' &&
      shape.feedForward.expertsUsed === undefined &&
      shape.layers.every(
        ({ kind, headSize }: { kind: string; headSize?: number }) => kind === 'attention' && headSize,
      ),
  ),
)('%s: weights and shape are of one model, at four to nine bits a parameter', (_, model) => {
  const bits = (8 * model.weightsBytes) / parameters(model)
  expect(bits).toBeGreaterThan(3.4)
  expect(bits).toBeLessThan(9)
})

test('no prefix has a quotation mark, and the one in use is the model’s own', () => {
  for (const name of embeddingModels) {
    const { embedding } = catalogModel(name)
    expect(`${embedding?.queryPrefix}${embedding?.documentPrefix}`).not.toMatch(/["'`]/)
  }
  expect(embeddingModel).toMatchObject({ dimensions: 768, queryPrefix: 'search_query: ' })
})

test('a standard tenant is offered no model that wants a GPU', () => {
  for (const name of cpuChatModels) expect(catalogModel(name).class).toBe('cpu')
})
