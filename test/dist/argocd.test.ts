import { describe, expect, test } from 'vitest'
import { platformApplications } from '../../lib/resolve/argocd.ts'
import { readDist } from '../support/dist.ts'
import { clusters, synced, tenants } from '../support/subject.ts'

describe.each(synced)('Argo CD of $name', ({ name: cluster }) => {
  const objects = readDist(`${cluster}/`).flatMap((file) => file.objects)

  test('is sized for all Applications of the platform', () => {
    const own = objects.filter(
      ({ kind, metadata }) => kind === 'Application' && !metadata.labels?.['paddock.dev/tenant'],
    )
    expect(own.length).toBeGreaterThan(4)
    expect(own.length).toBeLessThanOrEqual(platformApplications)
  })

  test('its server may read every group that it shows, and no Secret', () => {
    const role = objects.find(
      ({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'argocd-server',
    )
    const rules = role?.['rules'] as readonly { apiGroups: string[]; resources: string[]; verbs: string[] }[]
    const shown = new Set(rules.flatMap(({ apiGroups }) => apiGroups))
    const groups = objects.map(({ apiVersion }) => (apiVersion.includes('/') ? apiVersion.split('/')[0] : ''))
    const missing = [...new Set(groups)].filter((group) => !shown.has(group ?? '') && group !== 'argoproj.io')
    expect(missing).toEqual([])
    const core = rules.filter(({ apiGroups }) => apiGroups.includes('')).flatMap(({ resources }) => resources)
    expect(core.filter((resource) => resource === '*' || resource.startsWith('secrets'))).toEqual([])
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list']))
  })
})

test('no Application says what Argo CD leaves out when it writes it: its parent would put that back for ever', () => {
  const applications = readDist()
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'Application')
  expect(applications.length).toBeGreaterThan(0)
  const said = applications.filter(
    ({ spec }) =>
      (spec as { source: { directory?: { recurse?: boolean } } }).source.directory?.recurse === false,
  )
  expect(said.map(({ metadata }) => metadata.name)).toEqual([])
})

/** Applications of dist with what a reader of `spec` needs. */
const applications = readDist()
  .flatMap(({ path, objects }) => objects.map((object) => ({ path, object })))
  .filter(({ object }) => object.kind === 'Application')
  .map(({ path, object: { metadata, spec } }) => ({
    path,
    name: metadata.name,
    annotations: metadata.annotations ?? {},
    spec: spec as {
      readonly source: Readonly<Record<string, unknown>>
      readonly syncPolicy: { readonly syncOptions: readonly string[] } & Readonly<Record<string, unknown>>
    },
  }))

test.each(applications)(
  '$path $name syncs by itself, heals, and is tried without end with the newest commit',
  ({ annotations, spec }) => {
    const { syncOptions, ...policy } = spec.syncPolicy
    expect(policy).toEqual({
      automated: { allowEmpty: false, prune: true, selfHeal: true },
      retry: { limit: -1, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } },
    })
    expect(syncOptions).toEqual(expect.arrayContaining(['FailOnSharedResource=true', 'ServerSideApply=true']))
    expect(annotations['argocd.argoproj.io/manifest-generate-paths']).toBe('.')
    // A branch by its whole name is asked for alone; plain YAML and nothing else is read.
    expect(spec.source['targetRevision']).toMatch(/^refs\/heads\//)
    expect(spec.source['directory']).toMatchObject({ include: expect.stringMatching(/\.yaml$/) })
  },
)

/** Their folders stay for one merge more, without Applications. */
const deleted = new Set(tenants.filter(({ state }) => state === 'deleted').map(({ id }) => id))

test.each(clusters)(
  '$name has one root, one Application for each component and own chart, and for each tenant its own with its database’s',
  ({ kind, name: cluster }) => {
    const folders = (place: string) => [
      ...new Set(readDist(`${cluster}/${place}/`).map(({ path }) => path.split('/')[2] ?? '')),
    ]
    const members = folders('tenants').filter((id) => !deleted.has(id))
    const expected = [
      'root',
      ...(kind === 'hub' ? [] : ['tenants']),
      ...folders('platform').map((name) => `component-${name}`),
      ...folders('own').map((name) => `own-${name}`),
      ...members.flatMap((id) => [`tenant-${id}`, `database-${id}`]),
    ]
    const own = applications.filter(({ path }) => path.startsWith(`${cluster}/`))
    expect(own.map(({ name }) => name).sort()).toEqual(expected.sort())
    expect(own.every(({ path }) => path.startsWith(`${cluster}/argocd/`))).toBe(true)
    expect(own.find(({ name }) => name === 'root')?.spec.source['path']).toBe(`dist/${cluster}/argocd`)
  },
)

test('a right to sync is none to choose another commit, to replace, or to open a terminal', () => {
  const maps = (name: string) =>
    readDist()
      .flatMap(({ objects }) => objects)
      .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)
      .map(({ data }) => data as Readonly<Record<string, string>>)
  const [settings, parameters] = [maps('argocd-cm'), maps('argocd-cmd-params-cm')]
  expect([settings.length, parameters.length]).toEqual([synced.length, synced.length])
  for (const data of settings)
    expect(data).toMatchObject({
      'application.sync.requireOverridePrivilegeForRevisionSync': 'true',
      'exec.enabled': 'false',
    })
  for (const data of parameters) expect(data).toMatchObject({ 'server.sync.replace.allowed': 'false' })
})

test('comparing is the API server’s work: what it defaults is no drift', () => {
  const parameters = readDist()
    .flatMap(({ objects }) => objects)
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'argocd-cmd-params-cm')
  expect(parameters).toHaveLength(synced.length)
  for (const { data } of parameters) expect(data).toMatchObject({ 'controller.diff.server.side': 'true' })
})
