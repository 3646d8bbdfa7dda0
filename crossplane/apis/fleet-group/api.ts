import { Type } from 'typebox'
import { instanceTypeNames } from '../../../lib/catalog/instances.ts'
import { kubernetesVersions } from '../../../lib/catalog/kubernetes.ts'
import { api } from '../../compose/api.ts'
import { region, tags } from '../../compose/fields.ts'

const label = Type.String({ pattern: '^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$', maxLength: 63 })
/** @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const mostNodes = 450
const nodes = (description: string, minimum = 0) => Type.Integer({ minimum, maximum: mostNodes, description })

/** Nodes of one size with one purchase option. The composition `gpu` creates those with GPUs. */
export const fleetGroup = api({
  kind: 'FleetGroup',
  plural: 'fleetgroups',
  description:
    'Nodes of one size, on demand or spot: launch template, managed node group, tags for its autoscaler',
  spec: Type.Object({
    region,
    clusterName: Type.String({
      pattern: '^paddock-[a-z][a-z0-9-]{1,19}$',
      maxLength: 28,
      description: 'Name of the cluster in EKS',
    }),
    version: Type.Enum([...kubernetesVersions], { description: 'Kubernetes of the nodes: the cluster’s' }),
    group: Type.String({
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
      maxLength: 40,
      description: 'Name within the cluster',
    }),
    instanceType: Type.Enum([...instanceTypeNames], { description: 'Type of every node' }),
    capacity: Type.Enum(['on-demand', 'spot'], { description: 'How nodes are bought' }),
    minNodes: nodes('Fewest nodes'),
    desiredNodes: nodes('Nodes at the start; the autoscaler sets them from then on'),
    maxNodes: nodes('Most nodes', 1),
    rootDiskGiB: Type.Integer({ minimum: 20, maximum: 16384, description: 'Root volume, gp3' }),
    labels: Type.Object(
      {
        'paddock.dev/capacity': label,
        'paddock.dev/node-class': label,
        accelerator: Type.Optional(label),
        'k8s.amazonaws.com/accelerator': Type.Optional(label),
      },
      { description: 'Labels of the nodes' },
    ),
    nodeTemplate: Type.Object(
      {
        ephemeralStorage: Type.String({ pattern: '^[0-9]+Gi$', maxLength: 10, description: 'Disk for pods' }),
        gpus: Type.String({ pattern: '^[0-9]+$', maxLength: 2, description: 'GPUs' }),
      },
      { description: 'Capacity of a node, for an autoscaler that has not seen one yet' },
    ),
    tags,
  }),
  status: Type.Object({
    launchTemplateVersion: Type.Optional(Type.Integer()),
    autoscalingGroup: Type.Optional(Type.String()),
  }),
  rules: [
    {
      rule: 'self.minNodes <= self.desiredNodes && self.desiredNodes <= self.maxNodes',
      message: 'minNodes ≤ desiredNodes ≤ maxNodes must hold',
    },
  ],
  // EKS cannot change the instance type or the capacity of an existing group.
  immutable: ['region', 'clusterName', 'group', 'instanceType', 'capacity'],
  connectionKeys: [],
})
