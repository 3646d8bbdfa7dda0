import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
import { draw } from '../../../lib/kube/draw.ts'
import type { ResolvedEks } from '../../../lib/resolve/eks.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { operatorPods } from '../../../lib/resolve/operator-pods.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawOperator, operatorLabels, probesOf } from '../operator/deployment.ts'
import { operatorNamespaceChart } from '../operator/namespace.ts'
import { operatorNetworkChart } from '../operator/network.ts'
import { drawWebhookCertificate } from '../operator/webhook-certificate.ts'
import { balancerControllerRightsChart } from './rights.ts'
import { drawWebhooks } from './webhooks.ts'

const name = 'aws-load-balancer-controller'
const namespace = platform.balancers
const ports = { webhook: 9443, metrics: 8080, health: 61779 }
const certificate = 'webhook-tls'
/** User `nonroot` of the image's base. */
const user = 65532

/**
 * AWS Load Balancer Controller, with one task: it registers the ingress controller's pods in the target groups that the
 * hub created. The hub owns load balancers, listeners and security groups.
 */
export function balancerControllerCharts(
  scope: Construct,
  cluster: ResolvedCluster,
  eks: ResolvedEks,
): Chart[] {
  return [
    operatorNamespaceChart(scope, cluster, namespace),
    balancerControllerRightsChart(scope, cluster, { name, namespace }),
    operatorNetworkChart(scope, cluster, namespace, [
      { direction: 'out', with: 'api-server', ports: [cluster.network.apiServerPort] },
      { direction: 'out', with: 'pod-identity', ports: [80] },
      { direction: 'out', with: 'aws-endpoints', ports: [443] },
      { direction: 'in', with: 'api-server', ports: [ports.webhook] },
      { direction: 'in', with: 'monitoring', ports: [ports.metrics] },
    ]),
    controllerChart(scope, cluster, eks),
    webhooksChart(scope, cluster),
  ]
}

/**
 * Flags of the controller. Its Ingress controller cannot be switched off, so it gets a class that no Ingress names.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/configurations/
 */
function flags({ clusterName, region, vpcName }: ResolvedEks): string[] {
  return [
    `--aws-region=${region}`,
    // Pods cannot ask the metadata service for their VPC.
    `--aws-vpc-tags=Name=${vpcName}`,
    `--cluster-name=${clusterName}`,
    '--enable-backend-security-group=false',
    '--enable-shield=false',
    '--enable-waf=false',
    '--enable-wafv2=false',
    '--feature-gates=ALBGatewayAPI=false,EnableServiceController=false,NLBGatewayAPI=false',
    '--ingress-class=none',
    '--webhook-cert-dir=/certificate',
    `--webhook-bind-port=${ports.webhook}`,
    // A binding in another namespace has no effect.
    `--watch-namespace=${platform.ingress}`,
  ]
}

function controllerChart(scope: Construct, cluster: ResolvedCluster, eks: ResolvedEks): Chart {
  const chart = new Chart(scope, 'controller', { namespace, labels: cluster.labels })
  drawOperator(chart, cluster, {
    name,
    namespace,
    image: imageReference(name),
    user,
    args: flags(eks),
    ports,
    probes: probesOf(
      { httpGet: { path: '/healthz', port: 'health' } },
      { httpGet: { path: '/readyz', port: 'health' } },
    ),
    pod: operatorPods[name],
    volumes: [{ name: 'certificate', secret: { secretName: certificate } }],
    mounts: [{ mountPath: '/certificate', name: 'certificate', readOnly: true }],
  })
  return chart
}

function webhooksChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'webhooks', { labels: cluster.labels })
  drawWebhookCertificate(chart, { namespace, service: name, secretName: certificate })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: operatorLabels(name) },
    spec: {
      selector: operatorLabels(name),
      ports: [{ name: 'webhook', port: 443, protocol: 'TCP', targetPort: 'webhook' }],
    },
  })
  drawWebhooks(chart, { name, namespace }, certificate)
  return chart
}
