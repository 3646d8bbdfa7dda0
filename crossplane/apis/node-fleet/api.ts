import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { region, tags } from '../../compose/fields.ts'

const count = (description: string, minimum = 0) =>
  Type.Integer({ minimum, maximum: 450, description: `${description}; EKS takes 450 in a group` })

/** How many nodes a group has. */
const size = (description: string) =>
  Type.Object(
    {
      min: count('Fewest nodes'),
      desired: count('Nodes at the start; the autoscaler’s afterwards'),
      max: count('Most nodes', 1),
    },
    { description },
  )

/**
 * Nodes of one size, in two managed groups: EKS buys a group's instances either on demand or as spot, and the
 * autoscaler takes all nodes of a group for alike.
 */
export const nodeFleet = api({
  kind: 'NodeFleet',
  plural: 'nodefleets',
  description: 'Nodes of one instance type: a group bought on demand and one of spot instances',
  spec: Type.Object({
    region,
    instanceType: Type.String({
      pattern: '^[a-z][a-z0-9-]*\\.[0-9]*[a-z]+$',
      maxLength: 32,
      description: 'Type of EC2; its catalogue is lib/catalog/instances.ts',
    }),
    name: Type.String({
      pattern: '^[a-z][a-z0-9-]*$',
      maxLength: 40,
      description: 'Begins the names of its groups',
    }),
    nodeClass: Type.Enum(['cpu', 'gpu'], { description: 'What the nodes are for; a label of each' }),
    onDemand: size('Nodes that stay until they are not needed'),
    spot: size('Nodes that AWS may take back within two minutes'),
    rootDiskGiB: Type.Integer({ minimum: 50, maximum: 2000, description: 'Encrypted gp3 volume of a node' }),
    ephemeralStorageGiB: Type.Integer({
      minimum: 10,
      maximum: 8000,
      description: 'What a node offers pods on disk, for an autoscaler that has never seen one',
    }),
    accelerator: Type.Optional(
      Type.Enum(['nvidia-tesla-t4', 'nvidia-tesla-v100', 'nvidia-l40s', 'nvidia-a10g'], {
        description: 'Value of the label `accelerator`; GPU nodes only',
      }),
    ),
    gpus: Type.Optional(Type.Integer({ minimum: 1, maximum: 16, description: 'GPUs of a node' })),
    tags,
  }),
  status: Type.Object({
    templateId: Type.Optional(Type.String()),
    templateVersion: Type.Optional(Type.String()),
    onDemandAutoscalingGroup: Type.Optional(Type.String()),
    spotAutoscalingGroup: Type.Optional(Type.String()),
  }),
  rules: [
    ...['accelerator', 'gpus'].map((name) => ({
      rule: `(self.nodeClass == 'gpu') == has(self.${name})`,
      message: 'nodes of class gpu name their accelerator and gpus; nodes of class cpu have neither',
    })),
    ...['onDemand', 'spot'].map((group) => ({
      rule: `self.${group}.min <= self.${group}.desired && self.${group}.desired <= self.${group}.max`,
      message: `${group}: min, desired and max must not fall`,
    })),
  ],
  immutable: ['region', 'instanceType', 'name', 'nodeClass'],
  connectionKeys: [],
})
