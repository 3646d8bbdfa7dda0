import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { field, fromRegion, fromSpec, fromStatus, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { ownParts } from '../../hub-environment.ts'
import { type HintedGroup, hintTags } from './hints.ts'
import { launchTemplate } from './launch-template.ts'

const zones = ['a', 'b', 'c'] as const
const groups = [
  { name: 'on-demand', capacityType: 'ON_DEMAND', size: 'onDemand', reported: 'onDemandAutoscalingGroup' },
  { name: 'spot', capacityType: 'SPOT', size: 'spot', reported: 'spotAutoscalingGroup' },
] as const satisfies readonly (HintedGroup & { capacityType: string; size: string })[]

type Group = (typeof groups)[number]

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html */
const images = { cpu: 'AL2023_x86_64_STANDARD', gpu: 'AL2023_x86_64_NVIDIA' } as const

function nodeGroup(nodeClass: 'cpu' | 'gpu', group: Group): Composed {
  return {
    name: group.name,
    base: {
      apiVersion: 'eks.aws.upbound.io/v1beta2',
      kind: 'NodeGroup',
      spec: {
        // Nothing is taken over from AWS: how many nodes there are is the autoscaler's to say.
        managementPolicies: ['Observe', 'Create', 'Update', 'Delete'],
        forProvider: {
          amiType: images[nodeClass],
          capacityType: group.capacityType,
          labels: { 'paddock.dev/capacity': group.name, 'paddock.dev/node-class': nodeClass },
          nodeRepairConfig: { enabled: true },
          scalingConfig: {},
          ...(nodeClass === 'gpu'
            ? { taint: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NO_SCHEDULE' }] }
            : {}),
          updateConfig: { maxUnavailablePercentage: 34 },
        },
        initProvider: { scalingConfig: {} },
      },
    },
    patches: [
      tags,
      fromSpec('region', field('region')),
      text(`${slot('claim.name')}-${group.name}`, 'metadata.annotations[crossplane.io/external-name]'),
      fromRegion('cluster.name', field('clusterName')),
      fromRegion('cluster.nodeRoleArn', field('nodeRoleArn')),
      fromSpec('instanceType', field('instanceTypes[0]')),
      fromStatus('templateId', field('launchTemplate.id')),
      fromStatus('templateVersion', field('launchTemplate.version')),
      fromSpec(`${group.size}.min`, field('scalingConfig.minSize')),
      fromSpec(`${group.size}.max`, field('scalingConfig.maxSize')),
      fromSpec(`${group.size}.desired`, 'spec.initProvider.scalingConfig.desiredSize'),
      ...zones.map((zone, index) => fromRegion(`network.nodeSubnets.${zone}`, field(`subnetIds[${index}]`))),
      ...(nodeClass === 'gpu'
        ? ['accelerator', 'k8s.amazonaws.com/accelerator'].map((label) =>
            fromSpec('accelerator', field(`labels[${label}]`)),
          )
        : []),
      toStatus('status.atProvider.resources[0].autoscalingGroups[0].name', group.reported),
    ],
  }
}

function resources(nodeClass: 'cpu' | 'gpu'): Composed[] {
  return [
    launchTemplate(nodeClass),
    ...groups.map((group) => nodeGroup(nodeClass, group)),
    ...groups.flatMap((group) => hintTags(nodeClass, group)),
  ]
}

const environments = ownParts('network', 'keys', 'cluster')

/** Of plain nodes, or of nodes with GPUs. */
export const nodeFleetPlans: readonly CompositionPlan[] = [
  { environments, resources: resources('cpu') },
  { variant: 'gpu', environments, resources: resources('gpu') },
]
