import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { onlyReference } from '../../../lib/catalog/images.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { eksOf, type ResolvedEks } from '../../../lib/resolve/eks.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawWebhookCertificate } from '../../kit/certificate.ts'
import { operatorLabels } from '../../kit/labels.ts'
import { namespaceChart } from '../../kit/namespace.ts'
import { networkChart } from '../../kit/network.ts'
import { drawOperator, probesOf } from '../../kit/workload.ts'
import { component, name, ports } from './component.ts'
import { balancerControllerRbacChart } from './rbac.ts'
import { drawWebhooks } from './webhooks.ts'

const namespace = component.namespace.name
const certificate = 'webhook-tls'
/** User `nonroot` of the image's base. */
const user = 65532

/**
 * AWS Load Balancer Controller, with one task: it registers the ingress controller's pods in the target groups that the
 * hub created. The hub owns load balancers, listeners and security groups.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    namespaceChart(scope, cluster, component),
    balancerControllerRbacChart(scope, cluster, { name, namespace }),
    networkChart(scope, cluster, namespace, component.opens(cluster)),
    controllerChart(scope, cluster, eksOf(cluster)),
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
    image: onlyReference(component.images[name]),
    user,
    args: flags(eks),
    ports,
    probes: probesOf(
      { httpGet: { path: '/healthz', port: 'health' } },
      { httpGet: { path: '/readyz', port: 'health' } },
    ),
    pod: component.pods[name],
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
