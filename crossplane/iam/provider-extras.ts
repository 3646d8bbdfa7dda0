/** Permissions of a service's provider besides the calls of its kinds. */
export interface ProviderExtras {
  /** Services to which it passes one of Paddock's roles. */
  readonly passesRolesTo?: readonly string[]
  /** Services that use a key on its behalf. The provider creates the grant, and only the service uses it. */
  readonly encryptsThrough?: readonly string[]
  /** Services for which AWS creates a service-linked role with the first resource. */
  readonly linkedRoles?: readonly string[]
}

/** By service, with the name of the provider's package. */
export const providerExtras: Readonly<Record<string, ProviderExtras>> = {
  autoscaling: { linkedRoles: ['autoscaling.amazonaws.com'] },
  backup: {
    passesRolesTo: ['backup.amazonaws.com'],
    encryptsThrough: ['backup'],
    linkedRoles: ['backup.amazonaws.com'],
  },
  cloudtrail: {},
  ec2: {
    passesRolesTo: ['vpc-flow-logs.amazonaws.com', 'ec2.amazonaws.com'],
    encryptsThrough: ['ec2'],
  },
  efs: {
    encryptsThrough: ['elasticfilesystem'],
    linkedRoles: ['elasticfilesystem.amazonaws.com', 'replication.elasticfilesystem.amazonaws.com'],
  },
  eks: {
    passesRolesTo: ['eks.amazonaws.com', 'pods.eks.amazonaws.com', 'ec2.amazonaws.com'],
    linkedRoles: ['eks.amazonaws.com', 'eks-nodegroup.amazonaws.com'],
  },
  elasticache: { encryptsThrough: ['elasticache'], linkedRoles: ['elasticache.amazonaws.com'] },
  elbv2: { linkedRoles: ['elasticloadbalancing.amazonaws.com'] },
  firehose: { passesRolesTo: ['firehose.amazonaws.com'], encryptsThrough: ['firehose'] },
  guardduty: { linkedRoles: ['guardduty.amazonaws.com', 'malware-protection.guardduty.amazonaws.com'] },
  // @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-auth-slr.html
  kms: { linkedRoles: ['mrk.kms.amazonaws.com'] },
  rds: {
    passesRolesTo: ['monitoring.rds.amazonaws.com'],
    encryptsThrough: ['rds'],
    linkedRoles: ['rds.amazonaws.com'],
  },
  s3: { passesRolesTo: ['s3.amazonaws.com'] },
  secretsmanager: { encryptsThrough: ['secretsmanager'] },
  servicequotas: { linkedRoles: ['servicequotas.amazonaws.com'] },
}
