import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
import { MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { controllerProbes } from '../../../lib/kube/probe.ts'
import type { ResolvedEks } from '../../../lib/resolve/eks.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { nameLabel } from '../../../lib/resolve/network.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawOperatorAccount } from '../controller/account.ts'
import { drawController } from '../controller/deployment.ts'
import { drawOperatorNamespace } from '../controller/namespace.ts'
import { awsFlows, drawOperatorNetwork, fromApiServer, podsIn } from '../controller/network.ts'
import { drawWebhookCertificate } from '../controller/webhook-certificate.ts'
import { balancerControllerRights } from './rights.ts'
import { drawWebhooks } from './webhooks.ts'

const name = 'aws-load-balancer-controller'
const namespace = platform.balancers
const ports = { webhook: 9443, metrics: 8080, health: 61779 }
const certificate = 'webhook-tls'
/** `nonroot` of the image's base. */
const user = 65532

/**
 * AWS Load Balancer Controller, for one thing: it puts the ingress controller's pods into the target groups that the
 * hub has made. Load balancers, listeners and security groups are the hub's.
 */
export function balancerControllerCharts(
  scope: Construct,
  cluster: ResolvedCluster,
  eks: ResolvedEks,
): Chart[] {
  return [
    namespaceChart(scope, cluster),
    rightsChart(scope, cluster),
    networkChart(scope, cluster),
    controllerChart(scope, cluster, eks),
    webhooksChart(scope, cluster),
  ]
}

function namespaceChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'namespace', { labels: cluster.labels })
  drawOperatorNamespace(chart, cluster, namespace)
  return chart
}

function rightsChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'rights', { labels: cluster.labels })
  drawOperatorAccount(chart, { name, namespace }, balancerControllerRights(namespace))
  return chart
}

function networkChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'network', { namespace, labels: cluster.labels })
  drawOperatorNetwork(chart, cluster, namespace, [
    ...awsFlows(cluster),
    fromApiServer(cluster, [ports.webhook]),
    {
      name: 'metrics-from-monitoring',
      direction: 'in',
      peers: [podsIn(platform.monitoring)],
      ports: [ports.metrics],
    },
  ])
  return chart
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
  drawController(chart, cluster, {
    name,
    namespace,
    image: imageReference(name),
    user,
    args: flags(eks),
    ports,
    probes: controllerProbes({ port: 'health', live: '/healthz', ready: '/readyz', startupSeconds: 120 }),
    pod: {
      cpuMillis: 100,
      memoryBytes: 128 * MiB,
      memoryLimitBytes: 256 * MiB,
      ephemeralBytes: 64 * MiB,
      gpus: 0,
    },
    // One works, the other answers webhooks too and takes over.
    replicas: 2,
    graceSeconds: 30,
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
    metadata: { name, namespace, labels: { [nameLabel]: name } },
    spec: {
      selector: { [nameLabel]: name },
      ports: [{ name: 'webhook', port: 443, protocol: 'TCP', targetPort: 'webhook' }],
    },
  })
  drawWebhooks(chart, { name, namespace }, certificate)
  return chart
}
