import { platform } from '../../../lib/resolve/names.ts'
import type { Composed } from '../../compose/composition.ts'
import { document, podIdentityTrust } from '../../compose/iam.ts'
import { field, slot, tags, text } from '../../compose/patch.ts'
import type { RoleSpec } from '../../compose/role.ts'
import { certManagerPolicy } from '../../iam/cert-manager.ts'
import { clusterAutoscalerPolicy } from '../../iam/cluster-autoscaler.ts'
import { efsCsiPolicy } from '../../iam/efs-csi.ts'
import { efsMountPolicy } from '../../iam/efs-mount.ts'
import { loadBalancerControllerPolicy } from '../../iam/load-balancer-controller.ts'
import { modelReaderPolicy } from '../../iam/model-reader.ts'
import { tenantFilesPolicy } from '../../iam/tenant-files.ts'
import { cluster, inRegion, ofCluster, regionRole, roleArn } from './names.ts'

/** Trust policy of every role that pods of this cluster assume through Pod Identity. */
export const podTrust = podIdentityTrust(cluster.accountId, cluster.clusterArn)

/** Roles of add-ons. The add-on's object binds each role to its service account. */
export const addonRoles: readonly RoleSpec[] = [
  {
    name: 'vpc-cni',
    roleName: regionRole('vpc-cni'),
    description: 'Network plugin',
    trust: podTrust,
    managedPolicies: ['AmazonEKS_CNI_Policy'],
  },
  {
    name: 'ebs-csi',
    roleName: regionRole('ebs-csi'),
    description: 'Volumes of EBS',
    trust: podTrust,
    // Limited by tags to the driver's volumes. AWS updates this policy together with the driver.
    managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'],
  },
  {
    name: 'efs-csi',
    roleName: regionRole('efs-csi'),
    description: 'Volumes of EFS',
    trust: podTrust,
    policy: efsCsiPolicy(cluster),
  },
]

/** A role of one service account of the platform. */
export interface PodRole extends RoleSpec {
  readonly namespace: string
  readonly serviceAccount: string
}

/** Controllers of the platform that call AWS. */
export const podRoles: readonly PodRole[] = [
  {
    name: 'cert-manager',
    roleName: regionRole('cert-manager'),
    description: 'Certificates: answers challenges in the zone for them',
    trust: podTrust,
    policy: certManagerPolicy(slot('domain.challengeZoneId')),
    namespace: platform.certificates,
    serviceAccount: 'cert-manager',
  },
  {
    name: 'cluster-autoscaler',
    roleName: regionRole('cluster-autoscaler'),
    description: 'Cluster autoscaler',
    trust: podTrust,
    policy: clusterAutoscalerPolicy(cluster),
    namespace: platform.autoscaler,
    serviceAccount: 'cluster-autoscaler',
  },
  {
    name: 'load-balancer',
    roleName: regionRole('load-balancer-controller'),
    description: 'Load balancer controller',
    trust: podTrust,
    policy: loadBalancerControllerPolicy(cluster),
    namespace: platform.balancers,
    serviceAccount: 'aws-load-balancer-controller',
  },
  {
    name: 'efs-mount',
    roleName: regionRole('efs-mount'),
    description: 'Mounts the directories of tenants on nodes',
    trust: podTrust,
    policy: efsMountPolicy(cluster),
    namespace: 'kube-system',
    serviceAccount: 'efs-csi-node-sa',
  },
]

/** The one role of all tenants. Each tenant binds its own service accounts to it, and the policy separates tenants. */
export const tenantRole: RoleSpec = {
  name: 'tenant',
  roleName: regionRole('tenant-files'),
  description: 'Open WebUI and export of any tenant: its own prefixes and no other',
  trust: podTrust,
  policy: tenantFilesPolicy({ ...cluster, dataKey: '⟦keys.data⟧', logsKey: '⟦keys.logs⟧' }),
  status: 'roles.tenant',
}

/**
 * Role under which a Job fills a tenant's volume with models. It reads only the shared models, and no tenant's data.
 */
export const modelsRole: RoleSpec = {
  name: 'models',
  roleName: regionRole('models-reader'),
  description: 'Reads the models of the region, for the Job that fills the volume of a tenant',
  trust: podTrust,
  policy: modelReaderPolicy({ ...cluster, dataKey: '⟦keys.data⟧' }),
  status: 'roles.models',
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html */
export const databaseMonitoringRole: RoleSpec = {
  name: 'database-monitoring',
  roleName: regionRole('database-monitoring'),
  description: 'Enhanced Monitoring of RDS',
  trust: document({
    Sid: 'Monitoring',
    Effect: 'Allow',
    Principal: { Service: 'monitoring.rds.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': cluster.accountId } },
  }),
  managedPolicies: ['service-role/AmazonRDSEnhancedMonitoringRole'],
  status: 'roles.databaseMonitoring',
}

/** Role of every node. EC2 names no account when it assumes the role. `iam:PassRole` limits which instances get it. */
export const nodeRole: RoleSpec = {
  name: 'node',
  roleName: regionRole('node'),
  description: 'Nodes: join the cluster, pull images, hand out pod identities',
  trust: document({
    Sid: 'Instances',
    Effect: 'Allow',
    Principal: { Service: 'ec2.amazonaws.com' },
    Action: 'sts:AssumeRole',
  }),
  managedPolicies: ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'],
  status: 'nodeRoleArn',
}

/** Binds a role to its service account. */
export function associationResource({ name, roleName, namespace, serviceAccount }: PodRole): Composed {
  return {
    name: `identity-${name}`,
    base: {
      apiVersion: 'eks.aws.upbound.io/v1beta1',
      kind: 'PodIdentityAssociation',
      spec: { forProvider: { namespace, serviceAccount } },
    },
    patches: [tags, inRegion, ofCluster, text(roleArn(roleName), field('roleArn'))],
  }
}
