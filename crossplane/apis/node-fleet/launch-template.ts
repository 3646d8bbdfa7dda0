import type { Composed } from '../../compose/composition.ts'
import { field, fromRegion, fromSpec, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { type NodeConfig, userData } from './user-data.ts'

/** Grace that pods have when spot instances go: AWS tells two minutes before. */
const shutdown = { shutdownGracePeriod: '100s', shutdownGracePeriodCriticalPods: '20s' } as const

const nodeConfigs = {
  cpu: {
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: { kubelet: { config: shutdown } },
  },
  gpu: {
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    // Models are copied to emptyDirs: those lie on the instance's own NVMe disks.
    spec: { instance: { localStorage: { strategy: 'RAID0' } }, kubelet: { config: shutdown } },
  },
} as const satisfies Record<string, NodeConfig>

/** What both groups of a size share: disk, metadata service, security group, configuration of the kubelet. */
export function launchTemplate(nodeClass: 'cpu' | 'gpu'): Composed {
  return {
    name: 'template',
    base: {
      apiVersion: 'ec2.aws.upbound.io/v1beta2',
      kind: 'LaunchTemplate',
      spec: {
        forProvider: {
          blockDeviceMappings: [
            {
              deviceName: '/dev/xvda',
              ebs: { deleteOnTermination: 'true', encrypted: 'true', volumeType: 'gp3' },
            },
          ],
          description: 'Nodes of Paddock',
          // One hop: a pod's packets to the metadata service end at the node.
          metadataOptions: { httpEndpoint: 'enabled', httpPutResponseHopLimit: 1, httpTokens: 'required' },
          monitoring: { enabled: false },
          tagSpecifications: [
            { resourceType: 'instance', tags: {} },
            { resourceType: 'volume', tags: {} },
          ],
          updateDefaultVersion: true,
          userData: userData(nodeConfigs[nodeClass]),
        },
      },
    },
    patches: [
      tags,
      fromSpec('tags', field('tagSpecifications[0].tags')),
      fromSpec('tags', field('tagSpecifications[1].tags')),
      fromSpec('region', field('region')),
      text(`paddock-${slot('claim.region')}-${slot('claim.name')}`, field('name')),
      fromSpec('rootDiskGiB', field('blockDeviceMappings[0].ebs.volumeSize')),
      fromRegion('keys.cluster', field('blockDeviceMappings[0].ebs.kmsKeyId')),
      fromRegion('network.securityGroups.nodes', field('vpcSecurityGroupIds[0]')),
      toStatus('status.atProvider.id', 'templateId'),
      // A number there, a text where the groups name it.
      {
        ...toStatus('status.atProvider.latestVersion', 'templateVersion'),
        transforms: [{ type: 'convert', convert: { toType: 'string' } }],
      },
    ],
  }
}
