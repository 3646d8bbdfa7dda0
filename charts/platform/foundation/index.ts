import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw, drawKind } from '../../../lib/kube/draw.ts'
import type { Region } from '../../../lib/resolve/pod-types.ts'
import { clusterTags, regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { prioritiesChart } from '../../kit/priorities.ts'
import type { ClusterIssuer } from '../cert-manager/kinds/cert-manager.io/ClusterIssuer-v1.ts'
import { laptopArgocdChart } from './laptop-argocd.ts'

/**
 * Objects that other objects name: on a laptop the PriorityClasses and the namespace of Applications, on AWS the storage class and the certificate
 * issuer.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return cluster.kind === 'local'
    ? [prioritiesChart(scope, cluster), laptopArgocdChart(scope, cluster)]
    : [
        storageClassesChart(scope, cluster),
        ...(cluster.region ? [issuersChart(scope, cluster, cluster.region)] : []),
      ]
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
  drawKind<ClusterIssuer>(chart, {
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
