import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw, drawKind } from '../../../lib/kube/draw.ts'
import { wave } from '../../../lib/kube/guard.ts'
import { entryName, entryNames, ingressPort } from '../../../lib/resolve/edge-names.ts'
import { eksOf, type ResolvedEks } from '../../../lib/resolve/eks.ts'
import { ingressName, nameLabel } from '../../../lib/resolve/network.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { networkChart } from '../../kit/network.ts'
import type { TargetGroupBinding } from '../aws-load-balancer-controller/kinds/elbv2.k8s.aws/TargetGroupBinding-v1beta1.ts'
import { component } from './component.ts'
import { settings } from './config.ts'
import { drawIngressPods } from './deployment.ts'
import { ingressRbacChart } from './rbac.ts'

const namespace = component.namespace.in
const labels = { [nameLabel]: ingressName }

/**
 * The ingress controller: F5's open-source controller for NGINX. Behind the load balancers it is the only entry point.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const eks = eksOf(cluster)
  return [
    ingressRbacChart(scope, cluster),
    networkChart(scope, cluster, namespace, component.opens(cluster)),
    certificateChart(scope, cluster),
    controllerChart(scope, cluster),
    targetsChart(scope, cluster, eks),
  ]
}

/**
 * Secret with the certificate for callers that use none of our hosts. These are above all load balancers, which do not
 * check the name.
 */
const defaultTls = 'default-server-tls'

function certificateChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'certificate', { namespace, labels: cluster.labels })
  draw(chart, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: 'self-signed', namespace, annotations: wave(-2) },
    spec: { selfSigned: {} },
  })
  draw(chart, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: defaultTls, namespace, annotations: wave(-1) },
    spec: {
      dnsNames: [`${ingressName}.${namespace}.svc`],
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'self-signed' },
      privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Always', size: 256 },
      secretName: defaultTls,
      usages: ['digital signature', 'server auth'],
    },
  })
  return chart
}

function controllerChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'controller', { namespace, labels: cluster.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: ingressName, namespace },
    data: settings(cluster),
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: ingressName, namespace, labels },
    spec: {
      selector: labels,
      ports: [{ name: 'https', port: ingressPort, protocol: 'TCP', targetPort: 'https' }],
    },
  })
  drawIngressPods(chart, cluster, defaultTls)
  return chart
}

/**
 * Registers the ingress controller's pods as targets of every entry point. The hub creates the target groups. This
 * chart knows them by name only.
 */
function targetsChart(scope: Construct, cluster: ResolvedCluster, { region }: ResolvedEks): Chart {
  const chart = new Chart(scope, 'targets', { namespace, labels: cluster.labels })
  for (const entry of entryNames) {
    drawKind<TargetGroupBinding>(chart, {
      apiVersion: 'elbv2.k8s.aws/v1beta1',
      kind: 'TargetGroupBinding',
      // The bindings come before the pods, because a pod older than a binding has no readiness gate for its group.
      metadata: { name: entry, namespace, annotations: wave(-1) },
      spec: {
        serviceRef: { name: ingressName, port: ingressPort },
        targetGroupName: entryName(region, entry),
        targetType: 'ip',
      },
    })
  }
  return chart
}
