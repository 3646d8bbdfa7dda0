import type { Composed } from '../../compose/composition.ts'
import { field, fromSpec, fromStatus, type Patch } from '../../compose/patch.ts'

const prefix = 'k8s.io/cluster-autoscaler/node-template'

/** A tag of the Auto Scaling group. Managed node groups do not pass their tags to it. */
interface NodeTemplateTag {
  /** Suffix of the resource's name. */
  readonly name: string
  /** After {@link prefix}. */
  readonly key: string
  /** A fixed value, or a field of the claim. */
  readonly value: { readonly is: string } | { readonly spec: string }
}

function labelTag(name: string, label: string): NodeTemplateTag {
  return { name, key: `label/${label}`, value: { spec: `labels[${label}]` } }
}

const common: readonly NodeTemplateTag[] = [
  labelTag('capacity', 'paddock.dev/capacity'),
  labelTag('node-class', 'paddock.dev/node-class'),
  { name: 'disk', key: 'resources/ephemeral-storage', value: { spec: 'nodeTemplate.ephemeralStorage' } },
]

/**
 * The autoscaler needs these facts about a node before the first node exists. Without them, a group at zero never grows
 * for a pod that asks for its label, its GPU or its disk.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export const nodeTemplateTags = {
  cpu: common,
  gpu: [
    ...common,
    labelTag('accelerator', 'accelerator'),
    labelTag('autoscaler-accelerator', 'k8s.amazonaws.com/accelerator'),
    { name: 'taint', key: 'taint/nvidia.com/gpu', value: { is: 'present:NoSchedule' } },
    { name: 'gpus', key: 'resources/nvidia.com/gpu', value: { spec: 'nodeTemplate.gpus' } },
  ],
} as const satisfies Record<string, readonly NodeTemplateTag[]>

/** Draws one tag as a resource. It waits until AWS has reported the name of the Auto Scaling group. */
export function nodeTemplateTagResource({ name, key, value }: NodeTemplateTag): Composed {
  const patches: Patch[] = [
    fromSpec('region', field('region')),
    fromStatus('autoscalingGroup', field('autoscalingGroupName')),
    ...('spec' in value ? [fromSpec(value.spec, field('tag.value'))] : []),
  ]
  return {
    name: `node-template-${name}`,
    base: {
      apiVersion: 'autoscaling.aws.upbound.io/v1beta2',
      kind: 'GroupTag',
      spec: {
        forProvider: {
          tag: {
            key: `${prefix}/${key}`,
            propagateAtLaunch: false,
            ...('is' in value ? { value: value.is } : {}),
          },
        },
      },
    },
    patches,
  }
}
