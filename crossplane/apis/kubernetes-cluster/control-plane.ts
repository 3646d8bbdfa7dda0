import { zones } from '../../../lib/catalog/zones.ts'
import { serviceCidr } from '../../../lib/resolve/cluster-network.ts'
import type { Composed } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import { document } from '../../compose/iam.ts'
import {
  externalName,
  field,
  fromRegion,
  fromSpec,
  type Patch,
  slot,
  tags,
  text,
  toStatus,
} from '../../compose/patch.ts'
import { roleResources } from '../../compose/role.ts'
import { cluster, inRegion, regionRole, roleArn } from './names.ts'

/** A quarter. The audit log is forwarded from here to the audit bucket. */
const logRetentionDays = 90

/** @see https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html */
const trust = document({
  Sid: 'OneCluster',
  Effect: 'Allow',
  Principal: { Service: 'eks.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: {
    StringEquals: { 'aws:SourceAccount': cluster.accountId },
    ArnLike: { 'aws:SourceArn': cluster.clusterArn },
  },
})

/** Extracts a part of a text that AWS reports. */
function extract(from: string, status: string, match: string): Patch {
  return {
    ...toStatus(from, status),
    transforms: [{ type: 'string', string: { type: 'Regexp', regexp: { match, group: 1 } } }],
  }
}

const logGroup: Composed = {
  name: 'control-plane-logs',
  base: {
    apiVersion: 'cloudwatchlogs.aws.upbound.io/v1beta1',
    kind: 'Group',
    spec: { managementPolicies: keepData, forProvider: { retentionInDays: logRetentionDays } },
  },
  patches: [
    tags,
    inRegion,
    // EKS writes into the log group of this name. It would otherwise create one without encryption key and without
    // retention.
    text(`/aws/eks/${slot('claim.clusterName')}/cluster`, externalName),
    fromRegion('keys.logs', field('kmsKeyId')),
  ],
}

const eksCluster: Composed = {
  name: 'cluster',
  base: {
    apiVersion: 'eks.aws.upbound.io/v1beta2',
    kind: 'Cluster',
    spec: {
      managementPolicies: keepData,
      forProvider: {
        accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
        // The objects of this composition create all add-ons, from the start.
        bootstrapSelfManagedAddons: false,
        deletionProtection: true,
        enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
        encryptionConfig: { provider: {}, resources: ['secrets'] },
        kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: serviceCidr },
        // Extended support costs six times as much, so a version whose standard support ends is upgraded.
        upgradePolicy: { supportType: 'STANDARD' },
        vpcConfig: { endpointPrivateAccess: true, endpointPublicAccess: true },
      },
    },
  },
  patches: [
    tags,
    inRegion,
    fromSpec('clusterName', externalName),
    fromSpec('version', field('version')),
    text(roleArn(regionRole('cluster')), field('roleArn')),
    fromRegion('keys.cluster', field('encryptionConfig.provider.keyArn')),
    fromSpec('apiAccessCidrs', field('vpcConfig.publicAccessCidrs')),
    ...zones.map((zone, index) =>
      fromRegion(`network.controlPlaneSubnets.${zone}`, field(`vpcConfig.subnetIds[${index}]`)),
    ),
    fromRegion('network.securityGroups.controlPlane', field('vpcConfig.securityGroupIds[0]')),
    toStatus('status.atProvider.id', 'name'),
    toStatus('status.atProvider.arn', 'arn'),
    toStatus('status.atProvider.endpoint', 'endpoint'),
    toStatus('status.atProvider.certificateAuthority[0].data', 'certificateAuthority'),
    extract('status.atProvider.identity[0].oidc[0].issuer', 'oidc.issuer', '^(?:https://)?(.+)$'),
    extract('status.atProvider.arn', 'accountId', '^arn:aws:eks:[^:]+:([0-9]{12}):'),
  ],
}

/** For roles of single service accounts without Pod Identity, such as the roles that External Secrets assumes itself. */
const identityProvider: Composed = {
  name: 'identity-provider',
  base: {
    apiVersion: 'iam.aws.upbound.io/v1beta1',
    kind: 'OpenIDConnectProvider',
    spec: { forProvider: { clientIdList: ['sts.amazonaws.com'] } },
  },
  patches: [
    tags,
    text(`https://${slot('claim.status.oidc.issuer')}`, field('url')),
    toStatus('status.atProvider.arn', 'oidc.providerArn'),
  ],
}

/** The control plane: its role, its logs, the cluster and its identity issuer. */
export const controlPlaneResources: readonly Composed[] = [
  ...roleResources({
    name: 'cluster',
    roleName: regionRole('cluster'),
    description: 'Control plane of EKS',
    trust,
    // The second policy lets the cluster give pods network interfaces with security groups of their own.
    managedPolicies: ['AmazonEKSClusterPolicy', 'AmazonEKSVPCResourceController'],
  }),
  logGroup,
  eksCluster,
  identityProvider,
]
