import { expect, test } from 'vitest'
import { fleetGroupPlans } from '../../crossplane/apis/fleet-group/composition.ts'
import type { Composed } from '../../crossplane/compose/composition.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { CompleteRegionalSpec } from '../../lib/spec/index.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import usWest2 from '../fleet/clusters/us-west-2.ts'
import { readDist } from '../support/dist.ts'

const [cpu, gpu] = fleetGroupPlans
const only = (resources: readonly Composed[] | undefined, kind: string) =>
  resources?.find(({ base }) => base.kind === kind)?.base as {
    spec: { forProvider: Record<string, unknown> }
  }

test('nodes with GPUs are told to make one disk of their own disks; the text is MIME with one part', () => {
  const data = only(gpu?.resources, 'LaunchTemplate').spec.forProvider['userData'] as string
  const text = Buffer.from(data, 'base64').toString()
  const boundary = /^Content-Type: multipart\/mixed; boundary="(.+)"$/m.exec(text)?.[1] ?? ''
  const parts = text.split(`--${boundary}`)
  expect(parts).toHaveLength(3)
  expect(parts[2]).toBe('--\n')
  const [head, body] = (parts[1] ?? '').split('\n\n')
  expect(head?.trim()).toBe('Content-Type: application/node.eks.aws')
  expect(JSON.parse(body ?? '')).toEqual({
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: { instance: { localStorage: { strategy: 'RAID0' } } },
  })
  expect(only(cpu?.resources, 'LaunchTemplate').spec.forProvider['userData']).toBeUndefined()
})

test('no pod reaches the metadata service of its node, and every disk is encrypted', () => {
  for (const plan of fleetGroupPlans) {
    expect(only(plan.resources, 'LaunchTemplate').spec.forProvider).toMatchObject({
      metadataOptions: { httpPutResponseHopLimit: 1, httpTokens: 'required' },
      blockDeviceMappings: [{ ebs: { encrypted: 'true', volumeType: 'gp3' } }],
    })
  }
})

test('the autoscaler is told of every label and taint that a node will have', () => {
  const nodeTemplate = (resources: readonly Composed[] = []) =>
    resources.flatMap(({ base }) =>
      base.kind === 'GroupTag' ? [base.spec?.forProvider?.tag?.key?.split('/node-template/')[1] ?? ''] : [],
    )
  expect(nodeTemplate(cpu?.resources)).toEqual([
    'label/paddock.dev/capacity',
    'label/paddock.dev/node-class',
    'resources/ephemeral-storage',
  ])
  expect(nodeTemplate(gpu?.resources)).toEqual([
    ...nodeTemplate(cpu?.resources),
    'label/accelerator',
    'label/k8s.amazonaws.com/accelerator',
    'taint/nvidia.com/gpu',
    'resources/nvidia.com/gpu',
  ])
  expect(only(gpu?.resources, 'NodeGroup').spec.forProvider['taint']).toEqual([
    { effect: 'NO_SCHEDULE', key: 'nvidia.com/gpu', value: 'present' },
  ])
})

test.each([
  completeCluster(usEast1) as CompleteRegionalSpec,
  completeCluster(usWest2) as CompleteRegionalSpec,
])('the claims of $name sum up to its spec', (spec) => {
  const claims = readDist(`hub/platform/region-${spec.name}/fleet.yaml`)
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'FleetGroup')
    .map((claim) => claim['spec'] as Record<string, number | string> & { labels: Record<string, string> })
  for (const nodeClass of ['cpu', 'gpu'] as const) {
    const sum = (field: string) =>
      claims
        .filter(({ labels }) => labels['paddock.dev/node-class'] === nodeClass)
        .reduce((total, claim) => total + Number(claim[field]), 0)
    const { min, desired, max } = spec.nodeGroups[nodeClass]
    expect([sum('minNodes'), sum('desiredNodes'), sum('maxNodes')]).toEqual([min, desired, max])
    const onDemand = (field: string) =>
      claims
        .filter(
          ({ capacity, labels }) =>
            capacity === 'on-demand' && labels['paddock.dev/node-class'] === nodeClass,
        )
        .reduce((total, claim) => total + Number(claim[field]), 0)
    expect([onDemand('minNodes'), onDemand('desiredNodes'), onDemand('maxNodes')]).toEqual(
      [min, desired, max].map((nodes) => Math.ceil(nodes * 0.3)),
    )
  }
})

test.each([
  ['cpu', ['c5.2xlarge', 'c5.4xlarge', 'c5.9xlarge'], 3, 5, 50],
  ['gpu', ['g4dn.xlarge', 'g4dn.2xlarge', 'p3.2xlarge'], 0, 0, 20],
] as const)(
  'the fleet of both regions is the one asked for: %s of %j, %i / %i / %i',
  (nodeClass, types, ...sums) => {
    for (const spec of [
      completeCluster(usEast1) as CompleteRegionalSpec,
      completeCluster(usWest2) as CompleteRegionalSpec,
    ]) {
      const { min, desired, max, types: named } = spec.nodeGroups[nodeClass]
      expect([min, desired, max]).toEqual(sums)
      expect(named).toEqual(expect.arrayContaining([...types]))
      const [fleet] = readDist(`hub/platform/region-${spec.name}/fleet.yaml`)
        .flatMap(({ objects }) => objects)
        .filter(({ kind }) => kind === 'NodeFleet')
      // Not sold any more: no group of it, and the claim says why.
      expect(fleet?.metadata.annotations?.['paddock.dev/off-p3.2xlarge']).toMatch(/stopped selling p3/)
    }
  },
)
