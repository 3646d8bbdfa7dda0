import { describe, expect, test } from 'vitest'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import { apiVersion } from '../../crossplane/compose/api.ts'
import { ownClusterConfig } from '../../crossplane/own-cluster.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { readDist } from '../support/dist.ts'
import { clusters, expectSeen, membersOf, regionals } from '../support/subject.ts'

const specOf = <T>(object: KubeObject) => object['spec'] as T
/** Composition of the secrets of a replicated cell, by what the cluster is to the cell. */
const copiedBy: Readonly<Record<string, RegExp>> = {
  'here serving': /^tenantsecrets\.replicated\./,
  'here standby': /^tenantsecrets\.replicated\./,
  'elsewhere standby': /^tenantsecrets\.standby\./,
  'elsewhere serving': /^tenantsecrets\.standby\./,
}
const guard = { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' }

describe.each(regionals)('$name', (spec) => {
  const { name: cluster } = spec
  const members = membersOf(spec)
  const files = readDist(`${cluster}/tenants/`).filter(({ path }) => path.endsWith('/claims.yaml'))

  test('every tenant, whatever its state and wherever it stands by, claims secret, storage and cache user', () => {
    expect(files).toHaveLength(members.length)
    expectSeen(members.length, 7)
    for (const { path, objects } of files) {
      const kinds = objects.filter((one) => one.apiVersion === apiVersion).map(({ kind }) => kind)
      expect([path, kinds]).toEqual([
        path,
        expect.arrayContaining(['TenantSecrets', 'TenantStorage', 'TenantCacheUser']),
      ])
    }
  })

  test('a claim names the tenant of its own namespace', () => {
    for (const { objects } of files) {
      for (const claim of objects.filter((one) => one.apiVersion === apiVersion)) {
        const { tenant, name } = specOf<{ tenant?: string; name?: string }>(claim)
        expect(claim.metadata.namespace).toBe(tenant === undefined ? name : `tenant-${tenant}`)
      }
    }
  })

  test('each is guarded twice', () => {
    for (const { objects } of files) {
      const claims = objects.filter((one) => one.apiVersion === apiVersion)
      const used = objects
        .filter(({ kind }) => kind === 'Usage')
        .map((usage) => {
          const { of } = specOf<{ of: { kind: string; resourceRef: { name: string } } }>(usage)
          return `${of.kind} ${of.resourceRef.name}`
        })
      expect(used.sort()).toEqual(claims.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort())
      for (const { metadata } of objects) expect(metadata.annotations).toMatchObject(guard)
    }
  })

  test('copies go to the other region where the cell’s do, and stay where they do not', () => {
    for (const { spec: tenant, cluster: seen, home, role } of members) {
      const claim = files
        .filter(({ path }) => path.includes(`/tenants/${tenant.id}/`))
        .flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'TenantSecrets'))[0]
      const variant = specOf<{ compositionRef?: { name: string } }>(claim as KubeObject).compositionRef?.name
      const alone = (seen.cells[tenant.cell] as { replicateTo?: unknown[] }).replicateTo?.length
        ? false
        : home === 'here'
      expect([tenant.id, home, role, variant]).toEqual([
        tenant.id,
        home,
        role,
        alone ? undefined : expect.stringMatching(copiedBy[`${home} ${role}`] ?? 'none'),
      ])
    }
  })
})

test('a laptop claims nothing', () => {
  const laptops = clusters.filter(({ kind }) => kind === 'local')
  expectSeen(laptops.length)
  expect(
    laptops
      .flatMap(({ name }) => readDist(`${name}/`))
      .flatMap(({ objects }) => objects.filter((one) => one.apiVersion === apiVersion)),
  ).toEqual([])
})

test.each(regionals)(
  '$name: what compositions do in the cluster is what the provider’s role permits, and no more',
  ({ name: cluster }) => {
    const written = regionApis.flatMap(({ plans }) =>
      plans.flatMap(({ resources }) =>
        resources.flatMap(({ base }) => {
          if (base.kind !== 'Object') return []
          expect(base.spec?.providerConfigRef).toEqual({ name: ownClusterConfig })
          const manifest = base.spec?.forProvider?.manifest as { kind: string; metadata?: { name?: string } }
          return [`${manifest.kind} ${manifest.metadata?.name ?? 'any'}`]
        }),
      ),
    )
    const kinds: Record<string, string> = {
      persistentvolumes: 'PersistentVolume',
      pushsecrets: 'PushSecret',
      serviceaccounts: 'ServiceAccount',
    }
    const role = readDist(`${cluster}/platform/crossplane/`)
      .flatMap(({ objects }) => objects)
      .find(({ kind }) => kind === 'ClusterRole')
    const rules = role?.['rules'] as { resources: string[]; resourceNames?: string[]; verbs: string[] }[]
    const permitted = rules.flatMap(({ resources, resourceNames = ['any'] }) =>
      resources.flatMap((resource) => resourceNames.map((name) => `${kinds[resource]} ${name}`)),
    )
    expect([...new Set(written)].sort()).toEqual(permitted.sort())
    expect(rules.flatMap(({ verbs }) => verbs)).not.toContain('delete')
  },
)
