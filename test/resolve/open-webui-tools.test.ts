import { expect, test } from 'vitest'
import { catalogModel, chatModels, toolModels } from '../../lib/catalog/models.ts'
import { environment } from '../support/environment.ts'

/** Open WebUI 0.12.4 reads both: it sends tools unless the one is `legacy`, or the other is false. */
function chats(env: Record<string, unknown>): { functionCalling: unknown; builtInTools: unknown } {
  const params = JSON.parse(String(env['DEFAULT_MODEL_PARAMS'])) as Record<string, unknown>
  const metadata = JSON.parse(String(env['DEFAULT_MODEL_METADATA'])) as {
    capabilities: Record<string, unknown>
  }
  return { functionCalling: params['function_calling'], builtInTools: metadata.capabilities['builtin_tools'] }
}

const asked = { tier: 'premium', inference: { contextTokens: 16_384 } }

test.each(chatModels)('a chat of the page with %s carries no tools that nobody asked for', (name) => {
  const none = { functionCalling: 'legacy', builtInTools: false }
  expect(chats(environment({ tier: 'premium', models: [name] }))).toEqual(none)
  expect(chats(environment({ ...asked, models: [name], tools: false }))).toEqual(none)
})

test.each(toolModels)('a tenant of %s that asks for tools has them', (name) => {
  expect(chats(environment({ ...asked, models: [name], tools: true }))).toEqual({
    functionCalling: 'native',
    builtInTools: true,
  })
})

test('every model says by a source whether its template has tools', () => {
  const known = chatModels.map(catalogModel).filter(({ tools }) => tools !== 'unknown')
  expect(known.length).toBeGreaterThan(8)
  for (const { toolsSource } of known)
    expect(toolsSource.place).toMatch(/ollama\/ollama#\d+|ollama-models-registry/)
})
