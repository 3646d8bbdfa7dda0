/**
 * What nodeadm reads of a node of Amazon Linux 2023; EKS adds the cluster's own facts.
 *
 * @see https://awslabs.github.io/amazon-eks-ami/nodeadm/
 */
export interface NodeConfig {
  readonly apiVersion: 'node.eks.aws/v1alpha1'
  readonly kind: 'NodeConfig'
  readonly spec: {
    /** `RAID0`: the type's own disks as one, for images, logs and emptyDirs. */
    readonly instance?: { readonly localStorage: { readonly strategy: 'RAID0' | 'Mount' } }
    readonly kubelet?: { readonly config: Readonly<Record<string, unknown>> }
  }
}

const boundary = 'paddock-node-config'

/** User data of a launch template: the configuration as one part of a MIME message, in base64 as EC2 takes it. */
export function userData(config: NodeConfig): string {
  const message = [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: application/node.eks.aws',
    '',
    // JSON is YAML.
    JSON.stringify(config),
    '',
    `--${boundary}--`,
    '',
  ].join('\n')
  return Buffer.from(message).toString('base64')
}
