import { MiB } from '../../../lib/catalog/units.ts'
import { apiTokenMount, apiTokenVolume } from '../../../lib/kube/api-token.ts'
import {
  cpuNodes,
  environment,
  leaveLostNodes,
  resources,
  restrictedContainer,
  restrictedPod,
  scratch,
  spread,
} from '../../../lib/kube/pod.ts'
import { script } from '../../../lib/kube/script.ts'
import { gatewayCountsPort, gatewayName } from '../../../lib/resolve/gpu-scale.ts'
import { interceptorPort } from '../../../lib/resolve/model-gateway.ts'
import { lostNodeSeconds, ollamaPort } from '../../../lib/resolve/ollama.ts'
import type { Labels, ResolvedGateway } from '../../../lib/resolve/pod-types.ts'
import { servingTimes } from '../../../lib/resolve/serving-times.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { gatewayConfig } from './config.ts'

/** Host of the route. nginx sets it in every request; no other host has a route. */
export const routeHost = 'model-server'
/** Pre-stop hook of nginx. */
export const leave = script(import.meta.url, 'leave.sh')

/** `nonroot` of the interceptor's image; nginx runs as any user. */
const user = 65_532
const folder = '/etc/gateway'
const runFolder = '/run/gateway'

/** Configuration of nginx. */
export function configOf(gateway: ResolvedGateway): string {
  return gatewayConfig({
    port: ollamaPort,
    interceptorPort,
    host: routeHost,
    serverVersion: gateway.serverVersion,
    folder,
    runFolder,
    scratchFolder: '/tmp',
    accessLog: '/dev/stdout',
    wakeSeconds: gateway.wakeSeconds,
    responseHeaderSeconds: gateway.responseHeaderSeconds,
    readSeconds: gateway.readSeconds,
    drainSeconds: gateway.drainSeconds,
    times: servingTimes,
  })
}

/** The pod of the gateway: nginx, and behind it the interceptor. */
export function podSpec(tenant: ResolvedTenant, gateway: ResolvedGateway, labels: Labels) {
  return {
    affinity: { nodeAffinity: { ...cpuNodes.nodeAffinity, ...onDemandFirst } },
    automountServiceAccountToken: false,
    containers: [nginxContainer(gateway), interceptorContainer(tenant, gateway)],
    enableServiceLinks: false,
    priorityClassName: tenant.priorityClass,
    securityContext: restrictedPod(user),
    serviceAccountName: gatewayName,
    terminationGracePeriodSeconds: gateway.graceSeconds,
    tolerations: leaveLostNodes(lostNodeSeconds),
    topologySpreadConstraints: spread(labels),
    volumes: [
      apiTokenVolume,
      { configMap: { name: gatewayName }, name: 'config' },
      scratch('run', MiB),
      scratch('tmp', 16 * MiB),
    ],
  }
}

/** AWS gives two minutes before it reclaims a spot node; a request may be held for longer. */
const onDemandFirst = {
  preferredDuringSchedulingIgnoredDuringExecution: [
    {
      preference: {
        matchExpressions: [{ key: 'eks.amazonaws.com/capacityType', operator: 'In', values: ['ON_DEMAND'] }],
      },
      weight: 100,
    },
  ],
}

function nginxContainer({ nginx }: ResolvedGateway) {
  const answers = { httpGet: { path: '/', port: 'http' } }
  return {
    command: ['nginx', '-e', 'stderr', '-c', `${folder}/nginx.conf`, '-g', 'daemon off;'],
    env: environment({ LEAVE_SECONDS: String(servingTimes.leave), RUN: runFolder }),
    image: nginx.image,
    lifecycle: { preStop: { exec: { command: ['sh', `${folder}/leave.sh`] } } },
    livenessProbe: { ...answers, failureThreshold: 6, periodSeconds: 10, timeoutSeconds: 5 },
    name: 'nginx',
    ports: [{ containerPort: ollamaPort, name: 'http', protocol: 'TCP' }],
    readinessProbe: { ...answers, failureThreshold: 2, periodSeconds: 5, timeoutSeconds: 3 },
    resources: resources(nginx.container),
    securityContext: restrictedContainer,
    startupProbe: { ...answers, failureThreshold: 30, periodSeconds: 2, timeoutSeconds: 3 },
    volumeMounts: [
      { mountPath: folder, name: 'config', readOnly: true },
      { mountPath: runFolder, name: 'run' },
      { mountPath: '/tmp', name: 'tmp' },
    ],
  }
}

/**
 * The interceptor. Its ports are closed to all but nginx beside it and KEDA, which reads the counts. It stops as nginx
 * does: while clients leave it still serves, then it waits for the requests that it holds.
 *
 * @see https://github.com/kedacore/http-add-on/blob/v0.15.0/interceptor/config/serving.go
 */
function interceptorContainer({ namespace }: ResolvedTenant, gateway: ResolvedGateway) {
  const asks = (path: string) => ({ httpGet: { path, port: 'counts' } })
  return {
    args: ['--zap-log-level=info', '--zap-encoder=json', '--zap-time-encoding=rfc3339'],
    env: environment({
      KEDA_HTTP_ADMIN_PORT: String(gatewayCountsPort),
      KEDA_HTTP_CONNECT_TIMEOUT: '5s',
      KEDA_HTTP_DRAIN_TIMEOUT: `${gateway.drainSeconds}s`,
      KEDA_HTTP_PROXY_PORT: String(interceptorPort),
      KEDA_HTTP_READINESS_TIMEOUT: `${gateway.wakeSeconds}s`,
      KEDA_HTTP_RESPONSE_HEADER_TIMEOUT: `${gateway.responseHeaderSeconds}s`,
      // The hook has waited already.
      KEDA_HTTP_SHUTDOWN_DELAY: '0s',
      KEDA_HTTP_WATCH_NAMESPACE: namespace,
      // Nothing collects metrics yet, so no port is open for them.
      OTEL_PROM_EXPORTER_ENABLED: 'false',
    }),
    image: gateway.interceptor.image,
    lifecycle: { preStop: { sleep: { seconds: servingTimes.leave } } },
    livenessProbe: { ...asks('/livez'), failureThreshold: 6, periodSeconds: 10, timeoutSeconds: 5 },
    name: 'interceptor',
    ports: [{ containerPort: gatewayCountsPort, name: 'counts', protocol: 'TCP' }],
    readinessProbe: { ...asks('/readyz'), failureThreshold: 2, periodSeconds: 5, timeoutSeconds: 3 },
    resources: resources(gateway.interceptor.container),
    securityContext: restrictedContainer,
    startupProbe: { ...asks('/readyz'), failureThreshold: 30, periodSeconds: 2, timeoutSeconds: 3 },
    volumeMounts: [apiTokenMount],
  }
}
