import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { applicationOf, applicationsAre, clustersWithTenants, sync, title } from './engine.ts'

const waveOf = ({ metadata }: KubeObject) =>
  Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0)
const leaving = (object: KubeObject, more: object = {}) => ({
  ...object,
  metadata: { ...object.metadata, ...more, annotations: tracked(object) },
})
const tracked = ({ metadata }: KubeObject) => ({
  ...metadata.annotations,
  'argocd.argoproj.io/tracking-id': metadata.name,
})

describe.each(['hub', 'us-east-1', 'us-west-2'])('the root of %s', (cluster) => {
  const { objects, pruneLast } = applicationOf(cluster, 'root')
  const healthy = applicationsAre(objects, 'Healthy')

  test('applies wave by wave, and everything', async () => {
    const { steps, phase } = await sync({ target: objects, statuses: healthy, pruneLast })
    const byTitle = new Map(objects.map((one) => [title(one), one]))
    const waves = steps.map(({ applied }) => [
      ...new Set((applied ?? []).map((one) => waveOf(byTitle.get(one) as KubeObject))),
    ])
    expect(phase).toBe('Succeeded')
    expect(waves.every((one) => one.length === 1)).toBe(true)
    expect(waves.flat()).toEqual([...new Set(objects.map(waveOf))].sort((a, b) => a - b))
    expect(steps.flatMap(({ applied }) => applied ?? []).sort()).toEqual(objects.map(title).sort())
    expect(steps[0]?.applied?.every((one) => one.startsWith('AppProject/'))).toBe(true)
  })

  test('waits for CRDs before operators, and for a component before the next wave', async () => {
    for (const late of objects.filter(
      ({ kind, metadata }) => kind === 'Application' && metadata.name !== 'root',
    )) {
      const statuses = { ...healthy, [title(late)]: { health: { status: 'Progressing' } } }
      const { steps, phase, message } = await sync({ target: objects, statuses, pruneLast })
      const applied = steps.flatMap((one) => one.applied ?? [])
      const later = objects.filter((one) => waveOf(one) > waveOf(late)).map(title)
      expect(applied.filter((one) => later.includes(one))).toEqual([])
      if (later.length > 0) expect({ phase, message }).toMatchObject({ phase: 'Running' })
      if (later.length > 0) expect(message).toContain('healthy state of argoproj.io/Application/')
    }
  })
})

describe.each(clustersWithTenants)('the parent of the tenants of %s', (cluster) => {
  const { objects, pruneLast } = applicationOf(cluster, 'tenants')
  const [first] = objects.filter(({ kind }) => kind === 'Application')

  test.each(['Healthy', 'Progressing', 'Degraded', 'Missing'])(
    'adds every tenant at once though one is %s',
    async (health) => {
      const statuses = { [title(first as KubeObject)]: { health: { status: health } } }
      const { steps, phase } = await sync({ target: objects, statuses, pruneLast })
      expect(phase).toBe('Succeeded')
      expect(steps).toHaveLength(1)
      expect([...(steps[0]?.applied ?? [])].sort()).toEqual(objects.map(title).sort())
    },
  )

  test('lets a tenant go although another is degraded and a third waits for a confirmation', async () => {
    const gone = ['acme', 'globex', 'demo', 'cascadia-bank'].map((id) => `tenant-${id}`)
    const staying = objects.filter(({ metadata }) => !gone.includes(metadata.name))
    const live = objects.map((one) =>
      leaving(
        one,
        gone.slice(1).includes(one.metadata.name) ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {},
      ),
    )
    const { phase, steps } = await sync({
      target: staying,
      live,
      statuses: applicationsAre(objects, 'Degraded'),
      pruneLast,
    })
    expect(phase).toBe('Succeeded')
    const pruned = steps.flatMap((one) => one.pruned ?? [])
    const expected = objects.filter(({ metadata }) => metadata.name === gone[0]).map(title)
    expect(pruned.sort()).toEqual(expected.sort())
    expect(steps.flatMap((one) => one.applied ?? []).sort()).toEqual(staying.map(title).sort())
  })

  test('as part of the root, one tenant that never gets healthy would hold the removal of all others', async () => {
    const root = applicationOf(cluster, 'root')
    const together = [...root.objects, ...objects]
    const statuses = {
      ...applicationsAre(together, 'Healthy'),
      [title(first as KubeObject)]: { health: { status: 'Progressing' } },
    }
    const removed = {
      ...(first as KubeObject),
      metadata: { ...(first as KubeObject).metadata, name: 'removed' },
    }
    const { phase, steps } = await sync({
      target: together,
      live: [leaving(removed)],
      statuses,
      pruneLast: root.pruneLast,
    })
    expect({ phase, pruned: steps.flatMap((one) => one.pruned ?? []) }).toEqual({
      phase: 'Running',
      pruned: [],
    })
  })
})
