/**
 * Settings of a node with Amazon Linux 2023 at its first start, besides the cluster settings from EKS.
 *
 * @see https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/
 */
export interface NodeConfig {
  readonly apiVersion: 'node.eks.aws/v1alpha1'
  readonly kind: 'NodeConfig'
  readonly spec: {
    readonly instance: {
      readonly localStorage: { readonly strategy: 'RAID0' | 'RAID10' | 'Mount' }
    }
  }
}

/**
 * Joins the type's own disks into one, for pods' emptyDirs, images and logs. Model servers read their models from
 * there.
 */
export const instanceStore: NodeConfig = {
  apiVersion: 'node.eks.aws/v1alpha1',
  kind: 'NodeConfig',
  spec: { instance: { localStorage: { strategy: 'RAID0' } } },
}

const boundary = 'paddock'

/**
 * User data of a launch template. It is MIME, because EKS merges it with its own part, and base64, because the API
 * requires it. The part is YAML, of which JSON is a subset.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
export function userData(config: NodeConfig): string {
  const lines = [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: application/node.eks.aws',
    '',
    JSON.stringify(config, null, 2),
    `--${boundary}--`,
    '',
  ]
  return Buffer.from(lines.join('\n')).toString('base64')
}
