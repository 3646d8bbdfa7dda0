import { describe, expect, test } from 'vitest'
import { catalogModel, chatModels, toolModels } from '../../lib/catalog/models.ts'
import { render } from '../../lib/findings/render.ts'
import { tenantFile } from '../../lib/rules/tenant-file.ts'
import { checkTools } from '../../lib/rules/tools.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'

const found = (more: object) =>
  checkTools(
    tenantFile('tenants/aa.ts', {
      id: 'aa',
      tier: 'premium',
      cell: 'c',
      contacts: { owner: 'it@a.example' },
      ...more,
    } as TenantSpec),
  )
    .map(render)
    .map(({ field, why, remedy }) => `${field}: ${why} → ${remedy}`)
const room = { inference: { contextTokens: 16_384 } }

describe.each(chatModels)('%s', (name) => {
  const { tools, maxContextTokens } = catalogModel(name)
  test('needs no check while no tools are asked for', () => {
    expect(found({ models: [name] })).toEqual([])
  })
  test('with tools passes exactly when its template has them and its context holds them', () => {
    const lines = found({ models: [name], tools: true, ...room })
    const fits = tools === 'template' && maxContextTokens >= 16_384
    expect(lines.length).toBe(fits ? 0 : 1)
  })
})

test('one model without tools among others is named, with its source and a way out', () => {
  expect(found({ models: ['llama3.1:8b', 'phi4:14b'], tools: true, ...room })).toEqual([
    `models[1]: the template of phi4:14b has no tools (ollama/ollama#9647: phi4 was not trained in tool use): every chat would fail with HTTP 400 → remove tools, or choose from ${toolModels.join(', ')}`,
  ])
})

test('the default model of a tier counts too', () => {
  expect(found({ tools: true, ...room }).map((line) => line.split(':')[0])).toEqual(['tools'])
})

test('the default context is too small for tools', () => {
  expect(found({ models: ['qwen3:8b'], tools: true })).toEqual([
    'inference.contextTokens: tools use about 4,000 tokens of each chat; qwen3:8b would have 8192 in all → set it to 16384 or more, or remove tools',
  ])
})
