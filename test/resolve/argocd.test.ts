import { describe, expect, test } from 'vitest'
import { resolveArgocd } from '../../lib/resolve/argocd.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { CompleteHubSpec, CompleteRegionalSpec } from '../../lib/spec/index.ts'
import hub from '../fleet/clusters/hub.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import usWest2 from '../fleet/clusters/us-west-2.ts'

describe('sizes', () => {
  const at = (tenants: number) => resolveArgocd(completeCluster(hub) as CompleteHubSpec, tenants)

  test('are Argo CD’s defaults for few Applications', () => {
    expect(at(0)).toMatchObject({
      applications: 40,
      statusProcessors: 20,
      operationProcessors: 10,
      kubectlParallelism: 20,
      clientQps: 50,
      reconciliationSeconds: 120,
    })
  })

  test('are the documented ones for a thousand', () => {
    expect(at(480)).toMatchObject({ applications: 1000, statusProcessors: 50, operationProcessors: 25 })
  })

  test('grow with the declared capacity, and Go stays below its limit', () => {
    const [small, large] = [at(30), at(1480)]
    expect(large.applications).toBe(3000)
    expect(large.repoServer.replicas).toBe(6)
    for (const part of ['controller', 'server'] as const)
      expect(large[part].memoryBytes).toBeGreaterThan(small[part].memoryBytes)
    for (const { controller, repoServer, server, notifications } of [small, large])
      for (const { goBytes, memoryBytes, memoryLimitBytes } of [
        controller,
        repoServer,
        server,
        notifications,
      ]) {
        expect(goBytes).toBeLessThan(memoryLimitBytes)
        expect(goBytes).toBeGreaterThan(memoryBytes)
      }
    expect(large.cache.memoryBytes).toBeGreaterThan(large.cache.maxBytes)
  })
})

test('the hub has no host, and no cluster has one where nobody can sign in', () => {
  expect(resolveArgocd(completeCluster(hub) as CompleteHubSpec, 0).host).toBeUndefined()
  const silent = { ...(completeCluster(usEast1) as CompleteRegionalSpec), argocd: {} }
  expect(resolveArgocd(silent, 0).host).toBeUndefined()
  expect(resolveArgocd(completeCluster(usWest2) as CompleteRegionalSpec, 0).host).toBe(
    'argocd.usw2.paddock.example',
  )
})
