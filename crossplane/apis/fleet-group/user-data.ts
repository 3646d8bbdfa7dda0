/**
 * What a node of Amazon Linux 2023 is told at its first start, beside what EKS tells it of its cluster.
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

/** The type's own disks as one, under pods' emptyDirs, images and logs: models are read from there. */
export const instanceStore: NodeConfig = {
  apiVersion: 'node.eks.aws/v1alpha1',
  kind: 'NodeConfig',
  spec: { instance: { localStorage: { strategy: 'RAID0' } } },
}

const boundary = 'paddock'

/**
 * User data of a launch template: MIME, as EKS merges it with its own part, base64 as the API takes it. The part is
 * YAML, of which JSON is a subset.
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
