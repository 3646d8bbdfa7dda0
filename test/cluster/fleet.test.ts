import { expect, test } from 'vitest'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import { cpuNodes, gpuNodes } from '../real/cluster/nodes.ts'
import { midRollout, peaks } from '../real/cluster/scale.ts'

const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge, maxUnavailable },
})

test.each([
  ['one more, none less', 4, rolling(1, 0), { replicas: 5, updated: 1 }],
  ['one less, none more', 4, rolling(0, 1), { replicas: 4, updated: 1 }],
  ['shares round up and down', 5, rolling('25%', '25%'), { replicas: 7, updated: 3 }],
  ['all at once', 3, { type: 'Recreate' }, { replicas: 3, updated: 3 }],
  ['nothing to roll', 0, rolling(1, 0), { replicas: 0, updated: 0 }],
])('in the middle of a rollout: %s', (_, replicas, strategy, expected) => {
  expect(midRollout({ replicas, strategy })).toEqual(expected)
})

test('the peak of a scaler is the most that it may ask for', () => {
  const scaler = (kind: string, spec: object) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 's', namespace: 'n' },
    spec: { scaleTargetRef: { name: 'd' }, ...spec },
  })
  expect(
    peaks([
      scaler('HorizontalPodAutoscaler', { maxReplicas: 7 }),
      scaler('ScaledObject', { maxReplicaCount: 10 }),
      scaler('ScaledObject', {}),
      scaler('Deployment', { maxReplicas: 7 }),
    ]).map(({ replicas }) => replicas),
  ).toEqual([7, 10, 100])
})

test('nodes are those of the groups at their largest, in all zones; only GPU nodes are labelled and tainted', () => {
  const [cpu, gpu] = [cpuNodes(usEast1), gpuNodes(usEast1)]
  expect([cpu.length, gpu.length]).toEqual([50, 20])
  for (const nodes of [cpu, gpu]) {
    const zones = nodes.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'])
    expect([...new Set(zones)].sort()).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c'])
  }
  const types = gpu.map(({ metadata }) => metadata.labels?.['node.kubernetes.io/instance-type'])
  expect(types).not.toContain('p3.2xlarge')
  for (const { metadata, spec } of [...cpu, ...gpu]) {
    const tainted = ((spec as { taints?: unknown[] }).taints ?? []).length > 0
    expect(tainted).toBe(metadata.labels?.['accelerator'] !== undefined)
    expect(tainted).toBe(metadata.labels?.['paddock.dev/node-class'] === 'gpu')
  }
})
