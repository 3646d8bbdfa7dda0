import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
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
/** `nonroot` of the image's base. */
const user = 65532

/**
 * AWS Load Balancer Controller, for one thing: it puts the ingress controller's pods into the target groups that the
 * hub has made. Load balancers, listeners and security groups are the hub's.
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
 * Flags of the controller. What cannot be switched off, its Ingress controller, has a class that nobody names.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/configurations/
 */
function flags({ clusterName, region, vpcName }: ResolvedEks): string[] {
  return [
    `--aws-region=${region}`,
    // Pods cannot ask the metadata service in which VPC they are.
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
    // A binding elsewhere does nothing, whoever has made it.
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
