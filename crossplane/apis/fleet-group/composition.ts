import { rootDiskMibps } from '../../../lib/catalog/throughput.ts'
import { zones } from '../../../lib/catalog/zones.ts'
import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import {
  externalName,
  field,
  fromRegion,
  fromSpec,
  fromStatus,
  type Patch,
  slot,
  tags,
  text,
  toStatus,
} from '../../compose/patch.ts'
import { ownParts } from '../../hub-environment.ts'
import { nodeTemplateTagResource, nodeTemplateTags } from './node-template.ts'
import { instanceStore, userData } from './user-data.ts'

/** Differences between nodes with GPUs and nodes without. */
interface Kind {
  readonly amiType: 'AL2023_x86_64_STANDARD' | 'AL2023_x86_64_NVIDIA'
  readonly userData?: string
  /** Throughput of the root volume where models are on it, MiB/s. */
  readonly diskMibps?: number
  readonly taint: { effect: string; key: string; value: string }[]
}

const cpu: Kind = { amiType: 'AL2023_x86_64_STANDARD', diskMibps: rootDiskMibps, taint: [] }
/** The image contains the driver and the container toolkit. Every GPU type in the catalogue has disks of its own. */
const gpu: Kind = {
  amiType: 'AL2023_x86_64_NVIDIA',
  userData: userData(instanceStore),
  taint: [{ effect: 'NO_SCHEDULE', key: 'nvidia.com/gpu', value: 'present' }],
}

const inRegion = fromSpec('region', field('region'))
const templateName = `paddock-${slot('claim.region')}-${slot('claim.group')}`
/** Resources that an instance creates. Each gets the tags. */
const tagged = ['instance', 'volume', 'network-interface'] as const

function tagsOf(index: number): Patch {
  return fromSpec('tags', field(`tagSpecifications[${index}].tags`))
}

function launchTemplate(kind: Kind): Composed {
  return {
    name: 'launch-template',
    base: {
      apiVersion: 'ec2.aws.upbound.io/v1beta2',
      kind: 'LaunchTemplate',
      spec: {
        forProvider: {
          blockDeviceMappings: [
            {
              deviceName: '/dev/xvda',
              ebs: {
                deleteOnTermination: 'true',
                encrypted: 'true',
                ...(kind.diskMibps ? { throughput: kind.diskMibps } : {}),
                volumeType: 'gp3',
              },
            },
          ],
          // One hop: a pod without host network cannot reach the node's credentials.
          metadataOptions: {
            httpEndpoint: 'enabled',
            httpPutResponseHopLimit: 1,
            httpTokens: 'required',
            instanceMetadataTags: 'disabled',
          },
          monitoring: { enabled: true },
          tagSpecifications: tagged.map((resourceType) => ({ resourceType })),
          updateDefaultVersion: true,
          ...(kind.userData ? { userData: kind.userData } : {}),
        },
      },
    },
    patches: [
      tags,
      inRegion,
      text(templateName, field('name')),
      ...tagged.map((_, index) => tagsOf(index)),
      fromSpec('rootDiskGiB', field('blockDeviceMappings[0].ebs.volumeSize')),
      fromRegion('keys.cluster', field('blockDeviceMappings[0].ebs.kmsKeyId')),
      // With a security group of ours, EKS adds none of its own. The tiers' rules are then all rules.
      fromRegion('network.securityGroups.nodes', field('vpcSecurityGroupIds[0]')),
      toStatus('status.atProvider.latestVersion', 'launchTemplateVersion'),
    ],
  }
}

const capacityType = {
  type: 'map',
  map: { 'on-demand': 'ON_DEMAND', spot: 'SPOT' },
}

function nodeGroup(kind: Kind): Composed {
  return {
    name: 'node-group',
    base: {
      apiVersion: 'eks.aws.upbound.io/v1beta2',
      kind: 'NodeGroup',
      spec: {
        // Late initialisation would copy the autoscaler's number of nodes into the object.
        managementPolicies: ['Observe', 'Create', 'Update', 'Delete'],
        forProvider: {
          amiType: kind.amiType,
          nodeRepairConfig: { enabled: true },
          taint: kind.taint,
          updateConfig: { maxUnavailablePercentage: 33 },
        },
        initProvider: { scalingConfig: {} },
      },
    },
    patches: [
      tags,
      inRegion,
      text(`paddock-${slot('claim.group')}`, externalName),
      fromSpec('clusterName', field('clusterName')),
      fromSpec('version', field('version')),
      fromSpec('instanceType', field('instanceTypes[0]')),
      { ...fromSpec('capacity', field('capacityType')), transforms: [capacityType] },
      fromSpec('labels', field('labels')),
      fromSpec('minNodes', field('scalingConfig.minSize')),
      fromSpec('maxNodes', field('scalingConfig.maxSize')),
      fromSpec('desiredNodes', 'spec.initProvider.scalingConfig.desiredSize'),
      fromRegion('cluster.nodeRoleArn', field('nodeRoleArn')),
      ...zones.map((zone, index) => fromRegion(`network.nodeSubnets.${zone}`, field(`subnetIds[${index}]`))),
      text(templateName, field('launchTemplate.name')),
      {
        ...fromStatus('launchTemplateVersion', field('launchTemplate.version')),
        transforms: [{ type: 'convert', convert: { toType: 'string' } }],
      },
      toStatus('status.atProvider.resources[0].autoscalingGroups[0].name', 'autoscalingGroup'),
    ],
  }
}

const environments = ownParts('keys', 'network', 'cluster')

/** Nodes for all pods, and nodes with GPUs for model servers only. */
export const fleetGroupPlans: readonly CompositionPlan[] = [
  {
    environments,
    resources: [launchTemplate(cpu), nodeGroup(cpu), ...nodeTemplateTags.cpu.map(nodeTemplateTagResource)],
  },
  {
    variant: 'gpu',
    environments,
    resources: [launchTemplate(gpu), nodeGroup(gpu), ...nodeTemplateTags.gpu.map(nodeTemplateTagResource)],
  },
]
