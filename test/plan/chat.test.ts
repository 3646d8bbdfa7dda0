import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { diffUnit } from '../../lib/plan/objects.ts'
import { restartOf } from '../../lib/plan/restarts.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { startMinutes } from '../../lib/resolve/model-start.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { cluster } from '../support/arbitrary.ts'
import { plain } from '../support/fleet.ts'

function objectsOf(spec: object): readonly KubeObject[] {
  const tenant = resolveTenant(
    completeTenant({ ...plain, ...spec } as TenantSpec),
    completeCluster(cluster) as CompleteTenantClusterSpec,
  )
  return tenantManifests(tenant, resolveCluster(cluster)).flatMap(({ objects }) => objects)
}

/** The effect on users of each workload that restarts between two versions of a tenant's file. */
function downtimes(before: object, after: object): Readonly<Record<string, string>> {
  const changes = diffUnit({ cluster: cluster.name, tenant: plain.id }, objectsOf(before), objectsOf(after))
  return Object.fromEntries(
    changes
      .flatMap(restartOf)
      .map(({ workload, downtime }) => [workload.replace('Deployment/', ''), downtime]),
  )
}

const onCpu = { tier: 'standard', models: ['llama3:8b'] }
const large = { tier: 'premium', models: ['llama3:70b'] }
const onGpu = { tier: 'premium', models: ['llama3:8b'], serveOnGpu: ['llama3:8b'] }
const onBoth = { ...onGpu, keepOnCpu: ['llama3:8b'] }

describe('a change that takes the model of every chat away says for how long', () => {
  test.each<[string, object, object, RegExp]>([
    [
      'to the large model on GPU',
      onCpu,
      large,
      /^no chat for about 20 minutes, until ollama-gpu has llama3:70b;/,
    ],
    [
      'the same model to the GPU',
      onCpu,
      onGpu,
      /^no chat for about \d minutes, until ollama-gpu has llama3:8b;/,
    ],
    ['back to CPU', onGpu, onCpu, /^no chat for about \d minutes, until ollama-cpu has llama3:8b;/],
    [
      'another model on the same server',
      onCpu,
      { ...onCpu, models: ['mistral:7b'] },
      /until ollama-cpu has mistral:7b;/,
    ],
  ])('%s', (_, before, after, expected) => {
    expect(downtimes(before, after)['open-webui']).toMatch(expected)
  })
})

describe('in two merges chat goes on', () => {
  test.each<[string, object, object]>([
    ['the large model comes', onCpu, { ...large, models: ['llama3:8b', 'llama3:70b'] }],
    ['the small one goes', { ...large, models: ['llama3:8b', 'llama3:70b'] }, large],
    ['a model is on both', onCpu, onBoth],
    ['and on the GPU alone', onBoth, onGpu],
    ['back: on both', onGpu, onBoth],
    ['back: on CPU alone', onBoth, onCpu],
  ])('%s', (_, before, after) => {
    expect(downtimes(before, after)['open-webui'] ?? '').toBe('')
  })
  test('Open WebUI knows the model on both servers', () => {
    const tenant = resolveTenant(completeTenant({ ...plain, ...onBoth } as TenantSpec), cluster)
    expect(JSON.parse(String(tenant.openWebui.env['OLLAMA_API_CONFIGS']))).toEqual({
      0: { enable: true, model_ids: ['llama3:8b'] },
      1: { enable: true, model_ids: ['llama3:8b'] },
    })
    expect(tenant.ollama.map(({ models }) => models.map(({ name }) => name))).toEqual([
      ['llama3:8b', 'nomic-embed-text'],
      ['llama3:8b'],
    ])
  })
})

test('a GPU server whose only pod is replaced says for how long', () => {
  const single = { ...large, gpuReplicas: { min: 1, max: 1 } }
  const longer = { ...single, inference: { contextTokens: 4096 } }
  expect(downtimes(single, longer)).toMatchObject({
    'ollama-gpu': 'while its only pod starts, about 15 minutes',
    'ollama-cpu': '',
  })
})

test('a server with more to read starts later, and a node that boots comes on top', () => {
  expect(startMinutes('gpu', ['llama3:70b'], 'there')).toBe(15)
  expect(startMinutes('gpu', ['llama3:70b'], 'boots')).toBe(20)
  expect(startMinutes('cpu', ['llama3:8b', 'nomic-embed-text'], 'there')).toBeLessThan(6)
})
