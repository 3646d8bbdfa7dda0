import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import {
  cpuNodes,
  environment,
  leaveLostNodes,
  resources,
  restrictedContainer,
  restrictedPod,
  scratch,
} from '../../../lib/kube/pod.ts'
import { digest, script, scriptData } from '../../../lib/kube/script.ts'
import { cachePort } from '../../../lib/resolve/cache.ts'
import type { ResolvedBus } from '../../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'

const name = 'bus'
const labels = { 'app.kubernetes.io/name': name }
const start = script(import.meta.url, 'start.sh')
/** User `valkey` of the image. */
const valkeyUser = 999

/**
 * The tenant's own Valkey: one pod, replaced after the loss of its node. Its data is then lost, and the
 * application continues (docs/decisions/sessions-on-the-bus.md). It has no disruption budget: a budget for a single pod
 * would prevent every drain of its node. A rollout starts the new pod first, so that chats wait for a second only.
 */
export function busChart(scope: Construct, tenant: ResolvedTenant, bus: ResolvedBus): Chart {
  const { namespace } = tenant
  const chart = new Chart(scope, name, { namespace, labels: tenant.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'bus-scripts', namespace },
    data: scriptData([start]),
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: {
      selector: labels,
      ports: [{ name: 'valkey', port: cachePort, protocol: 'TCP', targetPort: 'valkey' }],
    },
  })
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: tenant.state === 'active' ? 1 : 0,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: {
          labels: { ...tenant.labels, ...labels },
          annotations: { 'paddock.dev/scripts': digest(start) },
        },
        spec: {
          affinity: cpuNodes,
          automountServiceAccountToken: false,
          containers: [container(bus)],
          enableServiceLinks: false,
          priorityClassName: tenant.priorityClass,
          securityContext: restrictedPod(valkeyUser),
          serviceAccountName: name,
          terminationGracePeriodSeconds: 30,
          tolerations: leaveLostNodes(bus.lostNodeSeconds),
          volumes: [
            scratch('data', bus.logBytes),
            { emptyDir: { medium: 'Memory', sizeLimit: '8Mi' }, name: 'config' },
            { configMap: { name: 'bus-scripts' }, name: 'scripts' },
            scratch('tmp', 16 * MiB),
          ],
        },
      },
    },
  })
  return chart
}

function container(bus: ResolvedBus) {
  // Clients without a password may only ping, so probes need no password.
  // `-e`: exits with an error if the answer is an error, for instance while the server reads its keys.
  const ping = { exec: { command: ['valkey-cli', '-e', 'ping'] } }
  return {
    command: ['bash', '/scripts/start.sh'],
    env: environment({
      ACL_RULES: bus.accessRules,
      BUS_PASSWORD: bus.password,
      CONFIG_DIR: '/etc/valkey',
      DATA_BYTES: String(bus.dataBytes),
      DATA_DIR: '/data',
      PORT: String(cachePort),
    }),
    image: bus.image,
    livenessProbe: { ...ping, failureThreshold: 6, periodSeconds: 10, timeoutSeconds: 5 },
    name,
    ports: [{ containerPort: cachePort, name: 'valkey', protocol: 'TCP' }],
    readinessProbe: { ...ping, failureThreshold: 2, periodSeconds: 5, timeoutSeconds: 3 },
    resources: resources(bus.pod),
    securityContext: restrictedContainer,
    startupProbe: { ...ping, failureThreshold: 15, periodSeconds: 2, timeoutSeconds: 3 },
    volumeMounts: [
      { mountPath: '/data', name: 'data' },
      { mountPath: '/etc/valkey', name: 'config' },
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
      { mountPath: '/tmp', name: 'tmp' },
    ],
  }
}
