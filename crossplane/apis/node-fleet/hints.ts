import type { Composed } from '../../compose/composition.ts'
import { field, fromSpec, fromStatus, type Patch } from '../../compose/patch.ts'

/** A group of a fleet and the status field with its autoscaling group's name. */
export interface HintedGroup {
  readonly name: 'on-demand' | 'spot'
  readonly reported: 'onDemandAutoscalingGroup' | 'spotAutoscalingGroup'
}

const prefix = 'k8s.io/cluster-autoscaler/node-template'
const asText = { type: 'string', string: { type: 'Format', fmt: '%d' } }
const asGiB = { type: 'string', string: { type: 'Format', fmt: '%dGi' } }

interface Hint {
  readonly name: string
  readonly key: string
  /** Fixed, or taken from the claim. */
  readonly value: string | Patch
}

const value = field('tag.value')

function hints(nodeClass: 'cpu' | 'gpu', { name }: HintedGroup): Hint[] {
  const label = (key: string) => `${prefix}/label/${key}`
  return [
    { name: 'capacity', key: label('paddock.dev/capacity'), value: name },
    { name: 'class', key: label('paddock.dev/node-class'), value: nodeClass },
    {
      name: 'disk',
      key: `${prefix}/resources/ephemeral-storage`,
      value: { ...fromSpec('ephemeralStorageGiB', value), transforms: [asGiB] },
    },
    ...(nodeClass === 'gpu'
      ? [
          { name: 'taint', key: `${prefix}/taint/nvidia.com/gpu`, value: 'present:NoSchedule' },
          { name: 'accelerator', key: label('accelerator'), value: fromSpec('accelerator', value) },
          // Without it the autoscaler adds a node for each minute that a driver takes to start.
          {
            name: 'gpu-label',
            key: label('k8s.amazonaws.com/accelerator'),
            value: fromSpec('accelerator', value),
          },
          {
            name: 'gpus',
            key: `${prefix}/resources/nvidia.com/gpu`,
            value: { ...fromSpec('gpus', value), transforms: [asText] },
          },
        ]
      : []),
  ]
}

/**
 * Tags on the autoscaling group by which the autoscaler knows what a node would be before there is one. Tags of a
 * managed group do not reach it.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function hintTags(nodeClass: 'cpu' | 'gpu', group: HintedGroup): Composed[] {
  return hints(nodeClass, group).map((hint) => ({
    name: `hint-${group.name}-${hint.name}`,
    base: {
      apiVersion: 'autoscaling.aws.upbound.io/v1beta2',
      kind: 'GroupTag',
      spec: {
        forProvider: {
          tag: {
            key: hint.key,
            propagateAtLaunch: false,
            ...(typeof hint.value === 'string' ? { value: hint.value } : {}),
          },
        },
      },
    },
    patches: [
      fromSpec('region', field('region')),
      fromStatus(group.reported, field('autoscalingGroupName')),
      ...(typeof hint.value === 'string' ? [] : [hint.value]),
    ],
  }))
}
