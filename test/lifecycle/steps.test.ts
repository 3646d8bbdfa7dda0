import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { PlanReport } from '../../lib/plan/report.ts'
import { readDist } from '../support/dist.ts'
import { gitWorkspace, type Repository } from '../support/git.ts'
import { tenantFile } from '../support/workspace.ts'

// Each synthesises the repository several times.
vi.setConfig({ testTimeout: 240_000 })

/** Kinds with a tenant's data, or with access to it. */
const holders = ['Namespace', 'PersistentVolumeClaim', 'external-secrets.io/PushSecret']

const kindsOf = (report: PlanReport, action: PlanReport['changes'][number]['action']) =>
  [...new Set(report.changes.filter((one) => one.action === action).flatMap(({ kinds }) => kinds))].sort()
const codes = ({ reasons }: PlanReport) => [...new Set(reasons.map(({ code }) => code))].sort()
const refusedWith = ({ findings }: PlanReport) =>
  findings
    .filter(({ level }) => level === 'error')
    .map(({ code, file, field }) => [code, file, field].join(' '))

/** Every path of the dist diff is one of the tenant's own. */
function onlyOwn(paths: readonly string[], tenant: string): void {
  const own = new RegExp(`/(?:tenants/${tenant}/|argocd/tenant-${tenant}\\.yaml$)`)
  expect(paths.filter((path) => !own.test(path))).toEqual([])
  expect(paths.length).toBeGreaterThan(0)
}

/** Nothing that holds data is deleted or cannot be changed. */
function keepsData(report: PlanReport): void {
  expect(report.dataLoss).toEqual([])
  expect(report.refusals).toEqual([])
  expect(report.guards).toEqual([])
  expect(kindsOf(report, 'delete').filter((kind) => holders.includes(kind))).toEqual([])
}

const suspend = (repository: Repository, file: string) =>
  repository.edit(file, 'contacts:', `state: 'suspended',\n  contacts:`)

test('onboard: a new file adds its own objects and touches nothing else', async () => {
  const repository = await gitWorkspace()
  repository.write(
    'tenants/wonka.ts',
    tenantFile(
      `  id: 'wonka', tier: 'standard', cell: 'us-east-1-a', contacts: { owner: 'it@wonka.example' },`,
    ),
  )
  const report = await repository.plan()
  expect(report).toMatchObject({
    verdict: 'safe',
    dist: { state: 'fresh' },
    tenants: { added: [{ id: 'wonka' }] },
  })
  expect([...new Set(report.changes.map(({ action }) => action))]).toEqual(['create'])
  const paths = await repository.distDiff()
  onlyOwn(paths, 'wonka')
  expect(paths.every((path) => path.startsWith('A '))).toBe(true)
})

describe('change tier', () => {
  test('standard → premium adds a GPU model server, keeps the data, and says how long there is no chat', async () => {
    const repository = await gitWorkspace()
    repository.edit('tenants/northwind.ts', `'standard'`, `'premium'`)
    const report = await repository.plan()
    expect(report.tenants.changed).toMatchObject([{ id: 'northwind', steps: ['change tier'] }])
    keepsData(report)
    expect(kindsOf(report, 'delete')).toEqual([])
    expect(kindsOf(report, 'create')).toContain('apps/Deployment')
    expect(report.restarts.map(({ downtime }) => downtime).filter(Boolean)).toEqual([
      expect.stringMatching(
        /^no chat for about 20 minutes, until ollama-gpu has llama3:70b; two merges avoid it/,
      ),
    ])
    onlyOwn(await repository.distDiff(), 'northwind')
  })

  test('premium → standard takes the GPU model server away and keeps the data', async () => {
    const repository = await gitWorkspace()
    repository.edit('tenants/initech.ts', `'premium'`, `'standard'`)
    repository.edit('tenants/initech.ts', `models: ['phi4:14b'],`, `models: ['llama3:8b'],`)
    const report = await repository.plan()
    keepsData(report)
    expect(kindsOf(report, 'delete')).toContain('apps/Deployment')
    expect(report.verdict).toBe('review')
    onlyOwn(await repository.distDiff(), 'initech')
  })
})

test('suspend: pods stop, hosts stay, all data is kept; resume is the same line back', async () => {
  const repository = await gitWorkspace()
  suspend(repository, 'tenants/northwind.ts')
  const report = await repository.plan()
  expect(report.tenants.changed).toMatchObject([{ steps: ['suspend'] }])
  keepsData(report)
  expect(report.hosts).toEqual([])
  expect(report.restarts.map(({ workload, how }) => `${workload} ${how}`).sort()).toEqual([
    'Deployment/bus stop',
    'Deployment/ollama-cpu stop',
    'Deployment/open-webui stop',
  ])
  expect(codes(report)).toEqual(['downtime', 'lifecycle'])
  onlyOwn(await repository.distDiff(), 'northwind')

  await repository.merge()
  repository.edit('tenants/northwind.ts', `  state: 'suspended',\n`, '')
  const back = await repository.plan()
  expect(back.tenants.changed).toMatchObject([{ steps: ['resume'] }])
  keepsData(back)
  expect(new Set(back.restarts.map(({ how }) => how))).toEqual(new Set(['start']))
  expect(back.restarts).toHaveLength(3)
})

test('restore: suspended, nothing of the tenant writes and what the runbook’s pod reads is there; resuming leaves no trace in dist', async () => {
  const repository = await gitWorkspace()
  suspend(repository, 'tenants/acme.ts')
  const report = await repository.plan()
  keepsData(report)
  onlyOwn(await repository.distDiff(), 'acme')
  const objects = readDist('us-east-1/tenants/acme/', repository.root).flatMap((file) => file.objects)
  const running = objects.filter(
    ({ kind, spec }) => kind === 'Deployment' && (spec as { replicas?: number }).replicas !== 0,
  )
  const others = objects.filter(
    ({ kind, metadata }) =>
      ['CronJob', 'DaemonSet', 'HorizontalPodAutoscaler', 'Job', 'ScaledObject', 'StatefulSet'].includes(
        kind,
      ) && metadata.namespace === 'tenant-acme',
  )
  expect([...running, ...others].map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([])
  const ofDatabase = objects.filter(({ metadata }) => metadata.namespace === 'paddock-data')
  expect(ofDatabase.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toContain(
    'ExternalSecret/database-acme',
  )

  repository.edit('tenants/acme.ts', `  state: 'suspended',\n`, '')
  expect(refusedWith(await repository.plan())).toEqual(['base-is-head .git '])
  expect(await repository.distDiff()).toEqual([])
})

describe('move', () => {
  const cells = `cells: {\n    'us-east-1-b': { capacity: { tenants: 9, connections: 900, databaseGiB: 100, filesGiB: 500 },
      replicateTo: ['us-west-2'], backupsIn: ['us-east-1', 'us-west-2'] },`

  test('to another cell, while suspended: same namespace, other addresses, its database prepared there', async () => {
    const repository = await gitWorkspace()
    repository.edit('clusters/us-east-1.ts', 'cells: {', cells)
    suspend(repository, 'tenants/northwind.ts')
    await repository.merge()
    repository.edit('tenants/northwind.ts', 'us-east-1-a', 'us-east-1-b')
    const report = await repository.plan()
    expect(refusedWith(report)).toEqual([])
    expect(report.tenants.changed).toMatchObject([{ steps: ['move to another cell'] }])
    expect(report.dataLoss).toEqual([])
    expect(report.guards).toEqual([])
    // The way to its directory belongs to a cell: a person deletes the claim, as docs/lifecycle.md says.
    expect(report.refusals).toMatchObject([{ kind: 'paddock.dev/TenantStorage', path: 'spec.cell' }])
    expect(report.verdict).toBe('dangerous')
    expect(kindsOf(report, 'rerun')).toEqual(['batch/Job'])
    expect(report.reasons.map(({ what }) => what).join()).toMatch(/the merge moves no data/)
    expect(report.hosts).toEqual([])
    onlyOwn(await repository.distDiff(), 'northwind')
  })

  test('to the cluster where it stands by, while suspended: it serves there, and is deleted here once a person confirms', async () => {
    const repository = await gitWorkspace()
    suspend(repository, 'tenants/northwind.ts')
    await repository.merge()
    repository.edit('tenants/northwind.ts', 'us-east-1-a', 'us-west-2-a')
    const report = await repository.plan()
    expect(refusedWith(report)).toEqual([])
    expect(report.verdict).toBe('dangerous')
    expect(report.dataLoss.filter(({ guard }) => guard === 'none')).toEqual([])
    expect(report.hosts).toMatchObject([
      { change: 'gone', host: 'northwind.use1.paddock.example' },
      { change: 'new', host: 'northwind.usw2.paddock.example' },
    ])
    const paths = await repository.distDiff()
    onlyOwn(paths, 'northwind')
    const [gone = [], other = []] = ['D us-east-1/', 'M us-west-2/'].map((start) =>
      paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)),
    )
    expect(gone).toEqual(expect.arrayContaining(other))
    expect(paths).toHaveLength(gone.length + other.length)
    expect(other).toContain('tenants/northwind/open-webui.yaml')
  })

  test('of a tenant that works is refused', async () => {
    const repository = await gitWorkspace()
    repository.edit('tenants/northwind.ts', 'us-east-1-a', 'us-west-2-a')
    const report = await repository.plan()
    expect(report.verdict).toBe('wrong')
    expect(refusedWith(report)).toEqual(['lifecycle tenants/northwind.ts cell'])
  })
})

test('promote: a tenant that changes its ring runs that ring’s versions, one pod after the other', async () => {
  const repository = await gitWorkspace()
  repository.edit('tenants/globex.ts', `'early'`, `'canary'`)
  const report = await repository.plan()
  keepsData(report)
  expect(report.rings).toMatchObject([
    {
      ring: 'canary',
      image: 'docker.io/ollama/ollama',
      before: ['0.33.0'],
      after: '0.34.2',
      tenants: ['globex'],
    },
  ])
  expect(report.restarts.every(({ downtime }) => downtime === '')).toBe(true)
  onlyOwn(await repository.distDiff(), 'globex')
})

test('offboard: export, then delete in two merges, and nothing that holds data without a person', async () => {
  const repository = await gitWorkspace()
  repository.edit('tenants/hooli.ts', `'suspended'`, `'offboarding'`)
  const leaving = await repository.plan()
  expect(leaving.tenants.changed).toMatchObject([{ steps: ['offboard'] }])
  keepsData(leaving)
  expect(kindsOf(leaving, 'create')).toEqual(expect.arrayContaining(['PersistentVolumeClaim', 'batch/Job']))
  const exported = readFileSync(join(repository.root, 'dist/us-east-1/tenants/hooli/export.yaml'), 'utf8')
  expect(exported).toMatch(/argocd\.argoproj\.io\/hook: PreDelete\n {2}labels:[\s\S]*name: last-export-/)
  onlyOwn(await repository.distDiff(), 'hooli')

  await repository.merge()
  repository.edit('tenants/hooli.ts', `'offboarding'`, `'deleted'`)
  const deleted = await repository.plan()
  expect(refusedWith(deleted)).toEqual([])
  expect(deleted.verdict).toBe('dangerous')
  expect(deleted.tenants.changed).toMatchObject([{ steps: ['delete'] }])
  expect(deleted.dataLoss.map(({ kind, name }) => `${kind} ${name}`)).toContain(
    'argoproj.io/Application tenant-hooli',
  )
  // The folder stays: Argo CD reads there what it runs before it deletes.
  expect(await repository.distDiff()).toEqual([
    'D us-east-1/argocd/tenant-hooli.yaml',
    'D us-west-2/argocd/tenant-hooli.yaml',
  ])

  await repository.merge()
  repository.remove('tenants/hooli.ts')
  const gone = await repository.plan()
  expect(refusedWith(gone)).toEqual([])
  expect(gone.tenants.removed).toMatchObject([{ id: 'hooli', state: 'deleted' }])
  // Clusters hold nothing of it any more.
  expect(gone.dataLoss).toEqual([])
  const paths = await repository.distDiff()
  onlyOwn(paths, 'hooli')
  expect(paths.every((path) => path.startsWith('D '))).toBe(true)
})

test.each<[string, (repository: Repository) => void, string]>([
  [
    'the file of a tenant that works is deleted',
    (one) => one.remove('tenants/northwind.ts'),
    'northwind.ts ',
  ],
  ['a suspended tenant is deleted', (one) => one.remove('tenants/hooli.ts'), 'hooli.ts '],
  [
    'a tenant is deleted that was not exported',
    (one) => one.edit('tenants/hooli.ts', `'suspended'`, `'deleted'`),
    'hooli.ts state',
  ],
  [
    'a database is split off',
    (one) => one.edit('tenants/northwind.ts', 'contacts:', `database: 'dedicated',\n  contacts:`),
    'northwind.ts database',
  ],
  [
    'a residency is promised afterwards',
    (one) => one.edit('tenants/cascadia-bank.ts', `residency: 'us-west-2'`, `residency: 'us'`),
    'cascadia-bank.ts residency',
  ],
])('%s: refused', async (_, change, field) => {
  const repository = await gitWorkspace()
  change(repository)
  const report = await repository.plan()
  expect(report.verdict).toBe('wrong')
  expect(refusedWith(report)).toEqual([`lifecycle tenants/${field}`])
})
