import { expect, test } from 'vitest'
import { embeddingModel } from '../../lib/catalog/models.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { cluster } from '../support/arbitrary.ts'

const bare = { id: 'aa', cell: 'us-east-1-a', contacts: { owner: 'it@a.example' } } as const
const environment = (more: object) =>
  resolveTenant(completeTenant({ ...bare, ...more } as TenantSpec), cluster).openWebui.env as Record<
    string,
    string
  >

/** Settings that Open WebUI reads: a configuration of each address, by its index in the list. */
function offered(env: Record<string, string>): Record<string, string[]> {
  const connections = JSON.parse(env['OLLAMA_API_CONFIGS'] ?? '') as Record<
    string,
    { enable: boolean; model_ids: string[] }
  >
  const urls = (env['OLLAMA_BASE_URLS'] ?? '').split(';')
  expect(Object.keys(connections)).toEqual(urls.map((_, index) => String(index)))
  return Object.fromEntries(urls.map((url, index) => [url, connections[index]?.model_ids ?? []]))
}

test('users are offered the tenant’s models, each by the server that has it, and not the one that embeds', () => {
  expect(offered(environment({ tier: 'standard', models: ['mistral:7b', 'llama3:8b'] }))).toEqual({
    'http://ollama-cpu:11434': ['mistral:7b', 'llama3:8b'],
  })
  expect(offered(environment({ tier: 'premium', models: ['llama3:70b', 'mistral:7b'] }))).toEqual({
    'http://ollama-cpu:11434': ['mistral:7b'],
    'http://model-gateway:11434': ['llama3:70b'],
  })
})

test('a server that only embeds is no place to chat, and still embeds', () => {
  // A list without a name means all names to Open WebUI.
  const env = environment({ tier: 'premium', models: ['llama3:70b'] })
  expect(offered(env)).toEqual({ 'http://model-gateway:11434': ['llama3:70b'] })
  expect(env).toMatchObject({
    RAG_OLLAMA_BASE_URL: 'http://ollama-cpu:11434',
    RAG_EMBEDDING_MODEL: embeddingModel.name,
  })
})

test('users need no administrator to see a model', () => {
  expect(environment({ tier: 'standard' })['BYPASS_MODEL_ACCESS_CONTROL']).toBe('true')
})

test('what a pod may delete of its own is a copy, never the only file', () => {
  const local = { ...cluster, kind: 'local', name: 'local' } as unknown as typeof cluster
  const onLaptop = resolveTenant(completeTenant({ ...bare, tier: 'standard' } as TenantSpec), local).openWebui
  expect(onLaptop.filesClaim).toBe('files')
  expect(String(onLaptop.env['SWEEP_FOLDERS']).split(' ')).not.toContain('uploads')
  expect(environment({ tier: 'standard' })).toMatchObject({
    STORAGE_PROVIDER: 's3',
    STORAGE_LOCAL_CACHE: 'false',
    SWEEP_FOLDERS: 'uploads cache/audio cache/image',
  })
})
