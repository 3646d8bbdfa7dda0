import { describe, expect, test } from 'vitest'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import { apiVersion } from '../../crossplane/compose/api.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { databaseAdminSecret, databaseInstanceSecret } from '../../lib/resolve/names.ts'
import { podTemplate } from '../../lib/verify/reachability/model.ts'
import { readDist } from '../support/dist.ts'
import { areFixtures, expectSeen, regionals } from '../support/subject.ts'
import { validObject } from '../support/valid.ts'

interface Read {
  readonly secretStoreRef?: { readonly kind: string; readonly name: string }
  readonly data?: readonly {
    readonly secretKey: string
    readonly remoteRef: { readonly key: string; readonly property: string }
  }[]
}
interface Store {
  readonly conditions: readonly { readonly namespaceSelector: { readonly matchLabels: object } }[]
  readonly provider: { readonly kubernetes: { readonly auth: { serviceAccount: { name: string } } } }
}

const specOf = <T>(object: KubeObject) => object['spec'] as T

describe.each(regionals)('$name', ({ name: cluster }) => {
  const objects = readDist(`${cluster}/`).flatMap((file) => file.objects)
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind)
  const cellClaims = objects.filter(
    ({ apiVersion: group, metadata }) => group === apiVersion && metadata.namespace === 'paddock-data',
  )

  test('each cell is a database, a cache and a file system', () => {
    const cells = [...new Set(cellClaims.map((claim) => specOf<{ cell: string }>(claim).cell))]
    expectSeen(cells.length)
    for (const cell of cells) {
      const kinds = cellClaims
        .filter((claim) => specOf<{ cell: string }>(claim).cell === cell)
        .map(({ kind }) => kind)
      expect(kinds).toEqual(['PostgresDatabase', 'RedisCache', 'SharedFileSystem'])
    }
  })

  test('each is guarded twice: by Argo CD’s confirmation and by a usage outside of its composition', () => {
    for (const { kind, metadata } of cellClaims) {
      expect(metadata.annotations?.['argocd.argoproj.io/sync-options']).toBe('Prune=confirm,Delete=confirm')
      const guards = ofKind('Usage').filter((usage) => {
        const { of } = specOf<{ of: { kind: string; resourceRef: { name: string } } }>(usage)
        return of.kind === kind && of.resourceRef.name === metadata.name
      })
      expect([kind, metadata.name, guards.length]).toEqual([kind, metadata.name, 1])
      expect(guards[0]?.metadata.annotations).toMatchObject({
        'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
      })
    }
  })

  test('what holds data keeps it when its object goes', () => {
    const holding = ['Instance', 'FileSystem', 'ReplicationGroup']
    const composed = regionApis.flatMap(({ plans }) => plans.flatMap(({ resources }) => resources))
    const policies = composed
      .filter(({ base }) => holding.includes(base.kind))
      .map(({ base }) => (base['spec'] as { managementPolicies?: string[] }).managementPolicies)
    expect(policies.length).toBeGreaterThan(4)
    // A standby's are fewer: it looks at what its home has made, or takes it over.
    for (const one of policies) {
      expect(one).toContain('Observe')
      expect(one?.filter((policy) => ['Delete', '*'].includes(policy))).toEqual([])
    }
  })

  test('every database with a copy has a heartbeat, a cell’s or a tenant’s, and no other has one', () => {
    const replicated = objects
      .filter(({ kind }) => ['PostgresDatabase', 'TenantDatabase'].includes(kind))
      .flatMap((claim) => {
        const { compositionRef, name, writeConnectionSecretToRef } = specOf<{
          compositionRef?: { name: string }
          name: string
          writeConnectionSecretToRef: { name: string }
        }>(claim)
        if (!compositionRef?.name.includes('.replicated.')) return []
        // The secret of a tenant's claim is in the tenant's namespace; the heartbeat's pods run in another.
        const host =
          claim.kind === 'TenantDatabase' ? databaseInstanceSecret(name) : writeConnectionSecretToRef.name
        return [[host, databaseAdminSecret(name)]]
      })
    const beaten = ofKind('CronJob')
      .filter(({ metadata }) => metadata.name.startsWith('heartbeat-'))
      .map((job) => {
        const env = podTemplate(validObject(job))?.spec?.containers[0]?.env ?? []
        const from = (variable: string) =>
          env.find(({ name }) => name === variable)?.valueFrom?.secretKeyRef?.name
        return [from('PGHOST'), from('PGPASSWORD')]
      })
    expect(beaten.sort()).toEqual(replicated.sort())
    if (areFixtures && cluster === 'us-east-1') expect(replicated).toHaveLength(2)
  })

  test('every database that tenants share has its sessions bounded, and it alone', () => {
    // A region that handed its cells over writes to none of them.
    const handedOver = JSON.stringify(ofKind('VirtualServer')).includes('"body":"standby"')
    const shared = objects
      .filter(({ kind }) => kind === 'PostgresDatabase' && !handedOver)
      // A standby's replica refuses writes and serves nobody.
      .filter(
        (claim) =>
          !specOf<{ compositionRef?: { name: string } }>(claim).compositionRef?.name.includes('standby'),
      )
      .map(
        (claim) =>
          specOf<{ writeConnectionSecretToRef: { name: string } }>(claim).writeConnectionSecretToRef.name,
      )
    const bounded = ofKind('CronJob')
      .filter(({ metadata }) => metadata.name.startsWith('sessions-'))
      .map((job) => {
        const env = podTemplate(validObject(job))?.spec?.containers[0]?.env ?? []
        return env.find(({ name }) => name === 'PGHOST')?.valueFrom?.secretKeyRef?.name
      })
    expect(bounded.sort()).toEqual(shared.sort())
  })

  test('a tenant reads its own cell’s store, only what that store may read, and only keys that are written', () => {
    const written = new Map(
      cellClaims.map((claim) => {
        const secret = specOf<{ writeConnectionSecretToRef: { name: string } }>(claim)
        const api = regionApis.find((one) => one.api.kind === claim.kind)?.api
        return [secret.writeConnectionSecretToRef.name, api?.connectionKeys ?? []]
      }),
    )
    const reads = ofKind('ExternalSecret').filter(
      (one) => specOf<Read>(one).secretStoreRef?.kind === 'ClusterSecretStore',
    )
    expectSeen(reads.length)
    for (const read of reads) {
      const { secretStoreRef, data = [] } = specOf<Read>(read)
      const store = ofKind('ClusterSecretStore').find(
        ({ metadata }) => metadata.name === secretStoreRef?.name,
      )
      const { conditions, provider } = specOf<Store>(store as KubeObject)
      const namespace = ofKind('Namespace').find(({ metadata }) => metadata.name === read.metadata.namespace)
      expect(namespace?.metadata.labels).toMatchObject(
        conditions[0]?.namespaceSelector.matchLabels as Record<string, string>,
      )
      const role = ofKind('Role').find(
        ({ metadata }) => metadata.name === provider.kubernetes.auth.serviceAccount.name,
      )
      const [rule] = (role?.['rules'] ?? []) as { resourceNames: string[]; verbs: string[] }[]
      expect(rule?.verbs).toEqual(['get'])
      for (const { remoteRef } of data) {
        expect(rule?.resourceNames).toContain(remoteRef.key)
        expect(written.get(remoteRef.key)).toContain(remoteRef.property)
      }
    }
  })

  test('no Secret that a store reaches holds more than addresses and a public CA', () => {
    const keys = regionApis
      .filter(({ api }) => cellClaims.some(({ kind }) => kind === api.kind))
      .flatMap(({ api }) => api.connectionKeys)
    expect([...new Set(keys)].sort()).toEqual(['audit', 'bucket', 'ca', 'endpoint', 'host', 'models'])
  })
})
