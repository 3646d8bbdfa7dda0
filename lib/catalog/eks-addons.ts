import { MiB } from './units.ts'

/** Requests of the pods of an EKS add-on, and their number: one on every node, or a fixed number in a cluster. */
export interface AddonPods {
  readonly addon: string
  readonly stands: 'every-node' | 'cluster'
  /** In a cluster; of those on every node 1. */
  readonly count: number
  /** Of one pod: the sum over its containers. */
  readonly cpuMillis: number
  readonly memoryBytes: number
  readonly source: string
}

/**
 * Assumed: AWS says nowhere what the pods of its add-ons ask for, so these are the figures of the same programs' own
 * manifests. The drivers of EFS and the agent of Pod Identity ask for nothing there.
 */
export const addonPods: readonly AddonPods[] = [
  {
    addon: 'vpc-cni',
    stands: 'every-node',
    count: 1,
    // Two containers.
    cpuMillis: 2 * 25,
    memoryBytes: 0,
    source: 'https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/config/master/aws-k8s-cni.yaml',
  },
  {
    addon: 'kube-proxy',
    stands: 'every-node',
    count: 1,
    cpuMillis: 100,
    memoryBytes: 50 * MiB,
    source: 'https://github.com/kubernetes/kubernetes/blob/master/cluster/gce/gci/configure-helper.sh',
  },
  {
    addon: 'aws-ebs-csi-driver',
    stands: 'every-node',
    count: 1,
    // Three containers.
    cpuMillis: 3 * 10,
    memoryBytes: 3 * 40 * MiB,
    source:
      'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml',
  },
  {
    addon: 'aws-ebs-csi-driver',
    stands: 'cluster',
    count: 2,
    // Six containers: the driver, and what provisions, attaches, resizes, changes and looks after it.
    cpuMillis: 6 * 10,
    memoryBytes: 6 * 40 * MiB,
    source:
      'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml',
  },
  {
    addon: 'coredns',
    stands: 'cluster',
    count: 2,
    cpuMillis: 100,
    memoryBytes: 70 * MiB,
    source: 'https://github.com/kubernetes/kubernetes/tree/master/cluster/addons/dns/coredns',
  },
  {
    addon: 'metrics-server',
    stands: 'cluster',
    count: 2,
    cpuMillis: 100,
    memoryBytes: 200 * MiB,
    source: 'https://github.com/kubernetes-sigs/metrics-server/blob/master/charts/metrics-server/values.yaml',
  },
]
