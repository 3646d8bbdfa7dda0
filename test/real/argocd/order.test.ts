import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { readDist } from '../../support/dist.ts'
import { syncPlan } from '../cluster/waves.ts'
import { applicationOf, applicationsOf, sync, title } from './engine.ts'

const all = ['hub', 'us-east-1', 'us-west-2', 'local']
const kindOf = (one: string) => one.slice(0, one.indexOf('/'))

/** Kinds that Argo CD waits for, each with the status by which it is content. */
const content: Readonly<Record<string, object>> = {
  Application: { health: { status: 'Healthy' }, sync: { status: 'Synced' } },
  Deployment: {
    observedGeneration: 0,
    replicas: 2,
    updatedReplicas: 2,
    availableReplicas: 2,
    readyReplicas: 2,
  },
  Job: { conditions: [{ type: 'Complete', status: 'True' }] },
  PersistentVolumeClaim: { phase: 'Bound' },
  StatefulSet: {
    observedGeneration: 0,
    replicas: 3,
    readyReplicas: 3,
    updatedReplicas: 3,
    currentReplicas: 3,
  },
  HorizontalPodAutoscaler: { conditions: [{ type: 'AbleToScale', status: 'True' }] },
  Certificate: { conditions: [{ type: 'Ready', status: 'True' }] },
  ClusterIssuer: { conditions: [{ type: 'Ready', status: 'True' }] },
  TargetGroupBinding: { observedGeneration: 1 },
  VirtualServer: { state: 'Valid' },
  Policy: { state: 'Valid' },
  CustomResourceDefinition: {
    conditions: [
      { type: 'NamesAccepted', status: 'True' },
      { type: 'Established', status: 'True' },
    ],
  },
}
const ready = {
  conditions: ['Ready', 'Synced', 'Healthy', 'Installed', 'Established', 'Offered'].map((type) => ({
    type,
    status: 'True',
    reason: type,
  })),
}

function contentWith(objects: readonly KubeObject[]): Record<string, object> {
  return Object.fromEntries(objects.map((one) => [title(one), content[one.kind] ?? ready]))
}

describe.each(all)('%s', (cluster) => {
  const applications = applicationsOf(cluster)

  test('every Application gets through all its waves and applies everything', async () => {
    for (const { name, objects, pruneLast } of applications) {
      const { steps, phase, message } = await sync({
        target: objects,
        statuses: contentWith(objects),
        pruneLast,
      })
      expect({ name, phase, message: phase === 'Succeeded' ? '' : message }).toEqual({
        name,
        phase: 'Succeeded',
        message: '',
      })
      expect(steps.flatMap(({ applied }) => applied ?? []).sort()).toEqual(objects.map(title).sort())
    }
  })

  test('the order that the proof on the API server follows is the engine’s', async () => {
    const documents = readDist(`${cluster}/`).flatMap(({ path, objects }) =>
      objects.map((object) => ({ path, text: '', object })),
    )
    const plan = syncPlan(documents)
    for (const { name, objects, pruneLast } of applications) {
      const { steps } = await sync({ target: objects, statuses: contentWith(objects), pruneLast })
      const planned = plan.steps
        .filter(({ application }) => application === name)
        .map((step) => step.documents.map(({ object }) => title(object)))
      const kinds = (list: readonly string[]) =>
        list.map(kindOf).filter((kind, index, array) => kind !== array[index - 1])
      expect({ name, waves: steps.map(({ applied }) => [...(applied ?? [])].sort()) }).toEqual({
        name,
        waves: planned.map((wave) => [...wave].sort()),
      })
      expect({ name, kinds: steps.map(({ applied }) => known(kinds(applied ?? []))) }).toEqual({
        name,
        kinds: planned.map((wave) => known(kinds(wave))),
      })
    }
  })
})

/** Kinds that the engine orders; the rest come last, and side by side. */
function known(kinds: readonly string[]): string[] {
  return kinds.filter(
    (kind) =>
      content[kind] !== undefined &&
      ![
        'Application',
        'Certificate',
        'ClusterIssuer',
        'Policy',
        'TargetGroupBinding',
        'VirtualServer',
      ].includes(kind),
  )
}

describe('a deletion that nobody has confirmed', () => {
  const { objects, pruneLast } = applicationOf('us-east-1', 'tenant-acme')
  const volume = objects.find(({ kind }) => kind === 'PersistentVolumeClaim') as KubeObject
  const target = objects.filter((one) => one !== volume)
  const live = objects.map((one) => ({ ...one, status: content[one.kind] ?? ready }))
  const statuses = contentWith(objects)

  test('holds back nothing that is applied, and waits', async () => {
    const { steps, phase, message } = await sync({ target, live, statuses, pruneLast })
    expect(steps.flatMap(({ applied }) => applied ?? []).sort()).toEqual(target.map(title).sort())
    expect(steps.flatMap(({ pruned }) => pruned ?? [])).toEqual([])
    expect(phase).toBe('Running')
    expect(message).toBe(`waiting for pruning confirmation of /PersistentVolumeClaim/${volume.metadata.name}`)
  })

  test('goes on when an operator has confirmed', async () => {
    const { steps, phase } = await sync({ target, live, statuses, pruneLast, confirmed: true })
    expect(steps.flatMap(({ pruned }) => pruned ?? [])).toEqual([title(volume)])
    expect(phase).toBe('Succeeded')
  })

  test('without PruneLast would hold back the waves after it', async () => {
    const { steps, phase } = await sync({ target, live, statuses, pruneLast: false })
    const applied = steps.flatMap((one) => one.applied ?? [])
    expect(phase).toBe('Running')
    expect(applied.length).toBeLessThan(target.length)
  })
})

test('a Job that failed is made anew by the next try of the sync, without a person', async () => {
  const { objects, pruneLast } = applicationOf('us-east-1', 'tenant-acme')
  const failed = { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] }
  const live = objects.map((one) => ({
    ...one,
    status: one.kind === 'Job' ? failed : (content[one.kind] ?? ready),
  }))
  const { steps, phase } = await sync({ target: objects, live, statuses: contentWith(objects), pruneLast })
  expect(phase).toBe('Succeeded')
  const jobs = objects.filter(({ kind }) => kind === 'Job').map(title)
  expect(
    steps
      .flatMap(({ applied }) => applied ?? [])
      .filter((one) => kindOf(one) === 'Job')
      .sort(),
  ).toEqual(jobs.sort())
})
