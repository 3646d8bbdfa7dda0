/**
 * Versions of Kubernetes that a region's cluster may be at. Schemas are those of the oldest; EKS' nodes know 1.35.
 *
 * @see https://github.com/awslabs/amazon-eks-ami
 */
export const kubernetesVersions = ['1.34', '1.35'] as const
/** A version of Kubernetes. */
export type KubernetesVersion = (typeof kubernetesVersions)[number]
