import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
import { MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import {
  cpuNodes,
  resources,
  restrictedContainer,
  restrictedPod,
  scratch,
  spread,
} from '../../../lib/kube/pod.ts'
import { digest, script, scriptData } from '../../../lib/kube/script.ts'
import type { Container } from '../../../lib/kube/types/kubernetes.ts'
import type { ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { Labels, PodResources } from '../../../lib/resolve/pod-types.ts'
import { named, names, namespace, ports, secrets } from './names.ts'
import { cachePods, primary } from './parameters.ts'
import { priorityClassName } from './pods.ts'
import { drawAccount, drawBudget } from './service-parts.ts'

const name = names.cache
const scripts = [script(import.meta.url, 'cache.sh')]
const scriptMap = `${name}-scripts`
/** User `valkey` of the image. */
const valkeyUser = 999

/** Three Valkeys with a sentinel beside each. Argo CD computes lost content again. */
export function cacheChart(scope: Construct, labels: Labels, argocd: ResolvedArgocd): Chart {
  const chart = new Chart(scope, 'cache', { namespace, labels })
  drawAccount(chart, name)
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: scriptMap, namespace },
    data: scriptData(scripts),
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: named(name) },
    spec: {
      clusterIP: 'None',
      ports: [
        { name: 'cache', port: ports.cache, protocol: 'TCP', targetPort: 'cache' },
        { name: 'sentinel', port: ports.sentinel, protocol: 'TCP', targetPort: 'sentinel' },
      ],
      // The servers look each other up before they are ready.
      publishNotReadyAddresses: true,
      selector: named(name),
    },
  })
  drawServers(chart, labels, argocd)
  drawBudget(chart, name)
  return chart
}

function drawServers(chart: Chart, labels: Labels, { cache, sentinel }: ResolvedArgocd): void {
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels: named(name) },
    spec: {
      replicas: cachePods,
      selector: { matchLabels: named(name) },
      serviceName: name,
      template: {
        metadata: {
          annotations: { 'paddock.dev/scripts': digest(scripts) },
          labels: { ...labels, ...named(name) },
        },
        spec: {
          affinity: cpuNodes,
          automountServiceAccountToken: false,
          containers: [
            container('server', 'cache', ports.cache, cache, cache.maxBytes),
            container('sentinel', 'sentinel', ports.sentinel, sentinel, cache.maxBytes),
          ],
          enableServiceLinks: false,
          priorityClassName,
          securityContext: restrictedPod(valkeyUser),
          serviceAccountName: name,
          terminationGracePeriodSeconds: 30,
          topologySpreadConstraints: spread(named(name)),
          volumes: [
            { configMap: { name: scriptMap }, name: 'scripts' },
            scratch('server', 16 * MiB),
            scratch('sentinel', 16 * MiB),
          ],
        },
      },
    },
  })
}

function container(
  role: 'server' | 'sentinel',
  portName: string,
  port: number,
  pod: PodResources,
  maxBytes: number,
): Container {
  const host = (pod: string) => `${pod}.${name}.${namespace}.svc`
  const alive = {
    exec: { command: ['bash', '-c', `REDISCLI_AUTH="$AUTH" valkey-cli -p ${port} ping | grep -q PONG`] },
  }
  return {
    command: ['bash', '/scripts/cache.sh', role],
    env: [
      {
        name: 'AUTH',
        valueFrom: { secretKeyRef: { key: secrets.cache.key, name: secrets.cache.name } },
      },
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'DATA_DIR', value: '/data' },
      { name: 'MAX_BYTES', value: String(maxBytes) },
      { name: 'NAME', value: host('$(POD)') },
      {
        name: 'PEERS',
        value: Array.from({ length: cachePods }, (_, index) => host(`${name}-${index}`)).join(' '),
      },
      { name: 'PORT', value: String(ports.cache) },
      { name: 'PRIMARY', value: primary },
      { name: 'SENTINEL_PORT', value: String(ports.sentinel) },
    ],
    image: imageReference('valkey'),
    livenessProbe: { ...alive, failureThreshold: 5, periodSeconds: 10, timeoutSeconds: 5 },
    name: role,
    ports: [{ containerPort: port, name: portName, protocol: 'TCP' }],
    readinessProbe: { ...alive, periodSeconds: 5, timeoutSeconds: 5 },
    resources: resources(pod),
    securityContext: restrictedContainer,
    startupProbe: { ...alive, failureThreshold: 30, periodSeconds: 2, timeoutSeconds: 5 },
    volumeMounts: [
      { mountPath: '/data', name: role },
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
    ],
  }
}
