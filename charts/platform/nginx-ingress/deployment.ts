import type { Chart } from 'cdk8s'
import { onlyReference } from '../../../lib/catalog/images.ts'
import { GiB, MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { resources, restrictedContainer } from '../../../lib/kube/pod.ts'
import { drainSeconds, ingressHealth } from '../../../lib/resolve/edge-names.ts'
import { ingressName, nameLabel } from '../../../lib/resolve/network.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawOperator, type Operator, podField, probesOf } from '../../kit/workload.ts'
import { component, metricsPort } from './component.ts'

const namespace = component.namespace.in
const pod = component.pods[ingressName]
const image = onlyReference(component.images['nginx-ingress'])
/** User `nginx` of the image. */
const user = 101
/** Load balancers check every ten seconds and need two checks. A pod that stops still accepts requests meanwhile. */
const leaveSeconds = 30
const scale = { min: pod.count, max: 12, cpuPercent: 60 }

/** Copies the image's /etc/nginx into a writable folder. The other folders are empty in the image. */
const copyConfiguration = {
  command: ['cp', '-dR', '/etc/nginx/.', '/configuration'],
  image,
  name: 'copy-configuration',
  resources: resources({
    cpuMillis: 50,
    memoryBytes: 32 * MiB,
    memoryLimitBytes: 64 * MiB,
    ephemeralBytes: 64 * MiB,
    gpus: 0,
  }),
  securityContext: restrictedContainer,
  volumeMounts: [{ mountPath: '/configuration', name: 'configuration' }],
}

/** A pod is not ready before it has written the hosts of every tenant, which takes ten minutes at most. */
function probes(): Operator['probes'] {
  const usual = probesOf({ httpGet: { path: ingressHealth.path, port: 'ready' } })
  return { ...usual, startup: { ...usual.startup, failureThreshold: 120 } }
}

/**
 * Flags of the controller. Each has a reason.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/command-line-arguments/
 */
function flags(defaultTls: string): string[] {
  return [
    `-nginx-configmaps=${namespace}/${ingressName}`,
    `-default-server-tls-secret=${namespace}/${defaultTls}`,
    // Hosts that name no certificate are the platform's own. The load balancer serves their certificate.
    `-wildcard-tls-secret=${namespace}/${defaultTls}`,
    '-ingress-class=nginx',
    // VirtualServers and Policies.
    '-enable-custom-resources',
    // Tenants cannot inject text that NGINX would read as configuration.
    '-enable-snippets=false',
    // The controller divides a tenant's rate limit by the number of this Service's pods.
    `-external-service=${ingressName}`,
    '-enable-prometheus-metrics',
    `-prometheus-metrics-listen-port=${metricsPort}`,
    `-ready-status-port=${ingressHealth.port}`,
    // The metrics replace NGINX's own status page.
    '-nginx-status=false',
    '-disable-ipv6',
    // Telemetry would call the vendor once a day.
    '-enable-telemetry-reporting=false',
    '-log-format=json',
  ]
}

/** Deployment, disruption budget and autoscaler of the ingress controller. */
export function drawIngressPods(chart: Chart, cluster: ResolvedCluster, defaultTls: string): void {
  drawOperator(chart, cluster, {
    namespace,
    name: ingressName,
    image,
    user,
    args: flags(defaultTls),
    env: [podField('POD_NAME', 'metadata.name'), podField('POD_NAMESPACE', 'metadata.namespace')],
    ports: pod.ports,
    probes: probes(),
    pod,
    replicas: 'autoscaled',
    ending: { preStopSeconds: leaveSeconds, graceSeconds: leaveSeconds + drainSeconds + 15 },
    privilegedPort: true,
    initContainers: [copyConfiguration],
    writable: {
      '/etc/nginx': { name: 'configuration', bytes: 256 * MiB },
      // Uploaded bodies are stored here until the application has read them.
      '/var/cache/nginx': { name: 'cache', bytes: 4 * GiB },
      '/var/lib/nginx': { name: 'run', bytes: 64 * MiB },
      '/var/log/nginx': { name: 'log', bytes: 64 * MiB },
    },
  })
  draw(chart, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: ingressName, namespace, labels: { [nameLabel]: ingressName } },
    spec: {
      // A removed pod closes its connections five minutes later.
      behavior: { scaleDown: { policies: [{ periodSeconds: 600, type: 'Pods', value: 1 }] } },
      maxReplicas: scale.max,
      metrics: [
        {
          resource: { name: 'cpu', target: { averageUtilization: scale.cpuPercent, type: 'Utilization' } },
          type: 'Resource',
        },
      ],
      minReplicas: scale.min,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: ingressName },
    },
  })
}
