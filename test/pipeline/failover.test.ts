import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { loadSpecs } from '../../lib/pipeline/load.ts'
import { synth } from '../../lib/pipeline/synth.ts'
import { readDist } from '../support/dist.ts'
import { prepares, running, writers } from '../support/standby.ts'
import { subject, workspace } from '../support/workspace.ts'

// The first test that asks synthesises both regions again, which takes a while on two busy cores.
vi.setConfig({ testTimeout: 240_000 })

type Files = ReadonlyMap<string, readonly KubeObject[]>

const before: Files = new Map(readDist().map(({ path, objects }) => [path, objects]))
const line = {
  file: 'clusters/us-east-1.ts',
  anchor: "  region: 'us-east-1',\n",
  added: "  servedFrom: 'us-west-2',\n",
}

let made: Promise<Files> | undefined
/** Dist after the one line; made once, within the first test that asks. */
function failedOver(): Promise<Files> {
  made ??= failOver()
  return made
}

async function failOver(): Promise<Files> {
  const source = readFileSync(join(subject, line.file), 'utf8')
  const changed = source.replace(line.anchor, line.anchor + line.added)
  expect(changed.split('\n').length).toBe(source.split('\n').length + 1)
  const root = workspace({ [line.file]: changed })
  const { findings } = await synth({ root })
  expect(findings.filter(({ level }) => level === 'error')).toEqual([])
  return new Map(readDist('', root).map(({ path, objects }) => [path, objects]))
}

const inFolder = (files: Files, folder: string) =>
  [...files].filter(([path]) => path.startsWith(folder)).flatMap(([, objects]) => objects)
/** Tenants with hosts that are their own; the others need no certificate. */
const ownHosts = ['acme', 'contoso']
const ofEast = ['acme', 'contoso', 'globex', 'hooli', 'initech', 'northwind', 'umbrella-health']

describe.each(ofEast)('%s stands by in us-west-2', (id) => {
  test('with nothing that runs or writes', () => {
    const objects = inFolder(before, `us-west-2/tenants/${id}/`)
    expect(objects.length).toBeGreaterThan(30)
    expect(running(objects)).toEqual([])
    const writing = objects.filter((one) => writers.includes(one.kind) && !prepares(one))
    expect(writing.map(({ kind }) => kind)).toEqual([])
  })

  test('with its models, unless it would not run: the Job reads its own region’s bucket', () => {
    const [job, ...more] = inFolder(before, `us-west-2/tenants/${id}/`).filter(prepares)
    expect(more).toEqual([])
    expect(job === undefined).toBe(id === 'hooli')
    if (job) expect(JSON.stringify(job)).toContain('"name":"S3_REGION_NAME","value":"us-west-2"')
  })

  test('and after the one line serves there and nowhere else', async () => {
    const after = await failedOver()
    const paused = id === 'hooli'
    expect(running(inFolder(after, `us-east-1/tenants/${id}/`))).toEqual([])
    const west = running(inFolder(after, `us-west-2/tenants/${id}/`))
    expect(west.includes('open-webui')).toBe(!paused)
    expect(west).toEqual(running(inFolder(before, `us-east-1/tenants/${id}/`)))
  })

  test('and on the day needs nothing that takes long to come: it is there', async () => {
    const after = await failedOver()
    const names = (files: Files) =>
      new Set(
        inFolder(files, `us-west-2/tenants/${id}/`).map(({ kind, metadata }) => `${kind}/${metadata.name}`),
      )
    const had = names(before)
    const kinds = [...names(after)].filter((one) => !had.has(one)).map((one) => one.split('/')[0])
    const quick = [
      'Certificate',
      'ConfigMap',
      'HorizontalPodAutoscaler',
      'Job',
      'NetworkPolicy',
      'Probe',
      'Role',
      'RoleBinding',
      'ScaledObject',
      'ServiceAccount',
    ]
    expect([...new Set(kinds)].filter((kind) => !quick.includes(kind ?? ''))).toEqual([])
  })
})

test('after the line us-east-1 writes nothing of what it handed over, but keeps what would make its secrets', async () => {
  const after = await failedOver()
  for (const id of ofEast) {
    const objects = inFolder(after, `us-east-1/tenants/${id}/`).filter((one) => !prepares(one))
    const kinds = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort()
    // If the tenant's entry were lost it would be made anew; while it is there nothing is pushed. The certificate is
    // asked for again shortly before it ends.
    expect(kinds.filter((one) => writers.includes(one.split('/')[0] ?? ''))).toEqual([
      ...(ownHosts.includes(id) ? ['Certificate/tls'] : []),
      'Password/generated',
      'PushSecret/generated',
    ])
  }
})

test('the line touches tenants of us-east-1 and shared files that name no tenant, in the two regions, and its hosts at the hub', async () => {
  const after = await failedOver()
  const text = (objects?: readonly KubeObject[]) => JSON.stringify(objects)
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => text(before.get(path)) !== text(after.get(path)),
  )
  const hub = paths.filter((path) => path.startsWith('hub/'))
  expect(hub).toEqual(['hub/platform/region-us-east-1/edge.yaml'])
  for (const path of paths) if (!hub.includes(path)) expect(path).toMatch(/^us-(east-1|west-2)\//)
  const ofTenants = paths.filter((path) => /\/tenants\//.test(path)).map((path) => path.split('/')[2] ?? '')
  expect([...new Set(ofTenants)].sort()).toEqual(ofEast)
  expect(paths.filter((path) => path.includes('cascadia'))).toEqual([])
})

test('the hub leads the hosts of the region to the other’s doors, and back', async () => {
  const composition = (files: Files) =>
    (files.get('hub/platform/region-us-east-1/edge.yaml') ?? [])
      .filter(({ kind }) => kind === 'EdgeRouting')
      .map(({ spec }) => (spec as { compositionRef?: { name: string } }).compositionRef?.name)
  expect([composition(before), composition(await failedOver())]).toEqual([
    ['edgeroutings.paddock.dev'],
    ['edgeroutings.handed-over.paddock.dev'],
  ])
})

test('the health check’s answer follows the line, and the second region watches it both ways', async () => {
  const answer = (files: Files, cluster: string) =>
    inFolder(files, `${cluster}/platform/serving/`)
      .filter(({ kind }) => kind === 'VirtualServer')
      .map(
        ({ spec }) =>
          (spec as { routes: { action: { return: { code: number } } }[] }).routes[0]?.action.return.code,
      )
  const watched = (files: Files) =>
    inFolder(files, 'us-west-2/platform/serving/')
      .filter(({ kind }) => kind === 'Probe')
      .map(({ spec }) => (spec as { jobName: string }).jobName)
  const after = await failedOver()
  expect([answer(before, 'us-east-1'), answer(after, 'us-east-1')]).toEqual([[200], [503]])
  expect([answer(before, 'us-west-2'), answer(after, 'us-west-2')]).toEqual([[200], [200]])
  expect([watched(before), watched(after)]).toEqual([['peer-region'], ['former-region']])
})

test('the database is watched, then promoted, by its own region, and let go by its home', async () => {
  const composition = (files: Files, cluster: string) =>
    inFolder(files, `${cluster}/platform/data/`)
      .filter(({ kind, metadata }) => kind === 'PostgresDatabase' && metadata.name === 'cell-us-east-1-a')
      .map(({ spec }) => (spec as { compositionRef: { name: string } }).compositionRef.name.split('.')[1])
  const after = await failedOver()
  expect([composition(before, 'us-east-1'), composition(after, 'us-east-1')]).toEqual([
    ['replicated'],
    ['handed-over'],
  ])
  expect([composition(before, 'us-west-2'), composition(after, 'us-west-2')]).toEqual([
    ['standby'],
    ['promoted'],
  ])
})

describe('residency', () => {
  test('a tenant bound to a region is named in no other cluster, before and after a failover', async () => {
    const after = await failedOver()
    const { tenants, clusters } = await loadSpecs(subject)
    const bound = tenants.filter(({ spec }) => spec.residency !== undefined && spec.residency !== 'us')
    expect(bound.length).toBeGreaterThan(0)
    for (const { spec } of bound) {
      const home = clusters.find((one) => one.spec.kind === 'regional' && one.spec.region === spec.residency)
      for (const files of [before, after]) {
        for (const [path, objects] of files) {
          if (path.startsWith(`${home?.spec.name}/`)) continue
          expect(JSON.stringify(objects), path).not.toContain(spec.id)
        }
      }
    }
  })
})
