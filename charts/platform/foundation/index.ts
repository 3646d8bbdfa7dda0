import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import type { Region } from '../../../lib/resolve/pod-types.ts'
import { clusterTags, regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

/**
 * Objects that tenants' objects name: on a laptop the PriorityClasses, on AWS the storage class and the certificate
 * issuer.
 */
export function foundationCharts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return cluster.kind === 'local'
    ? [prioritiesChart(scope, cluster)]
    : [
        storageClassesChart(scope, cluster),
        ...(cluster.region ? [issuersChart(scope, cluster, cluster.region)] : []),
      ]
}

/** The PriorityClasses, in clusters whose operators need one before everything else. */
export function priorityCharts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [prioritiesChart(scope, cluster)]
}

interface Priority {
  readonly name: string
  readonly value: number
  readonly description: string
}

/** Premium pods may preempt standard pods. The platform's own pods may preempt both. */
const priorities: readonly [Priority, ...Priority[]] = [
  {
    name: 'platform',
    value: 1_000_000,
    description: 'Servers and Jobs that every tenant of the cluster needs',
  },
  { name: 'tenant-premium', value: 100_000, description: 'Pods of premium tenants' },
  { name: 'tenant-standard', value: 10_000, description: 'Pods of standard tenants' },
]

function prioritiesChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'priorities', { labels: cluster.labels })
  const [ofPlatform, ...ofTenants] = priorities
  for (const { name, value, description } of cluster.kind === 'hub'
    ? [ofPlatform]
    : [ofPlatform, ...ofTenants]) {
    draw(chart, {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      description,
      globalDefault: false,
      preemptionPolicy: 'PreemptLowerPriority',
      value,
    })
  }
  return chart
}

/**
 * Tags of every volume of this class. The driver creates volumes without Crossplane, so it needs the tags here. It adds
 * the namespace tag itself.
 *
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md
 */
function volumeTags(cluster: ResolvedCluster): Record<string, string> {
  const entries = Object.entries(regionTags({ tags: clusterTags(cluster) }, 'volumes')).sort()
  return Object.fromEntries(
    entries.map(([key, value], index) => [`tagSpecification_${index + 1}`, `${key}=${value}`]),
  )
}

function storageClassesChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'storage-classes', { labels: cluster.labels })
  draw(chart, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'gp3' },
    allowVolumeExpansion: true,
    parameters: { encrypted: 'true', ...volumeTags(cluster), type: 'gp3' },
    provisioner: 'ebs.csi.aws.com',
    // The volume of a deleted claim stays until a person deletes it.
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'WaitForFirstConsumer',
  })
  return chart
}

function issuersChart(scope: Construct, cluster: ResolvedCluster, region: Region): Chart {
  const chart = new Chart(scope, 'issuers', { labels: cluster.labels })
  draw(chart, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'letsencrypt' },
    spec: {
      acme: {
        email: cluster.contact,
        privateKeySecretRef: { name: 'letsencrypt-account' },
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        // Tenants use hosts in their own DNS zones, and point the challenge of each host to the platform's zone. The
        // load balancers open 443 only, and an HTTP challenge starts on port 80.
        solvers: [{ dns01: { cnameStrategy: 'Follow', route53: { region } } }],
      },
    },
  })
  return chart
}
