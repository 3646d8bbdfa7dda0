import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { serving } from '../../../lib/kube/guard.ts'
import {
  cpuNodes,
  environment,
  resources,
  restrictedContainer,
  restrictedPod,
  scratch,
  spread,
} from '../../../lib/kube/pod.ts'
import { digest, script, scriptData } from '../../../lib/kube/script.ts'
import { podIdentityLabel } from '../../../lib/resolve/labels.ts'
import { ollamaPort } from '../../../lib/resolve/ollama.ts'
import { openWebuiPort } from '../../../lib/resolve/open-webui-scale.ts'
import type { Env } from '../../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { drawAutoscaler, replicasOf } from '../autoscaler.ts'
import { drawMigration, migrateScripts, schemaMark } from './migrate.ts'
import { databaseCaMount, databaseCaVolume, openWebuiUser } from './pod.ts'

const name = 'open-webui'
const labels = { 'app.kubernetes.io/name': name }
const run = script(import.meta.url, 'run.sh')
const answers = script(import.meta.url, 'answers.py')
const drain = [script(import.meta.url, 'drain.sh'), script(import.meta.url, 'drain.py')]
/** Label by which the migration finds a Deployment and pods of another version, which it stops or waits for. */
const versionLabel = 'app.kubernetes.io/version'

/** The application: migration, Deployment, Service, autoscaler and disruption budget. */
export function openWebuiChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const { namespace, openWebui } = tenant
  const chart = new Chart(scope, 'open-webui', { namespace, labels: tenant.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'open-webui-scripts', namespace },
    data: scriptData([...migrateScripts, run, answers, ...drain]),
  })
  if (tenant.state === 'active') drawMigration(chart, tenant)
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { selector: labels, ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }] },
  })
  draw(chart, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  })
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      labels: { ...labels, [versionLabel]: openWebui.version },
      annotations: serving,
    },
    spec: {
      ...replicasOf(tenant, openWebui.scale),
      selector: { matchLabels: labels },
      strategy:
        openWebui.strategy === 'Recreate'
          ? { type: 'Recreate' }
          : { type: 'RollingUpdate', rollingUpdate: { maxSurge: openWebui.scale.surge, maxUnavailable: 0 } },
      template: {
        metadata: {
          labels: {
            ...tenant.labels,
            ...labels,
            [versionLabel]: openWebui.version,
            ...(openWebui.podIdentity ? { [podIdentityLabel]: 'true' } : {}),
          },
          annotations: { 'paddock.dev/scripts': digest([schemaMark, run, answers, ...drain]) },
        },
        spec: podSpec(tenant),
      },
    },
  })
  drawAutoscaler(chart, tenant, name, openWebui.scale, serving)
  return chart
}

function podSpec(tenant: ResolvedTenant) {
  const { openWebui } = tenant
  return {
    affinity: cpuNodes,
    automountServiceAccountToken: false,
    containers: [applicationContainer(tenant)],
    enableServiceLinks: false,
    initContainers: [waitContainer(tenant)],
    priorityClassName: tenant.priorityClass,
    securityContext: restrictedPod(openWebuiUser),
    serviceAccountName: name,
    terminationGracePeriodSeconds: openWebui.graceSeconds,
    topologySpreadConstraints: spread(labels),
    volumes: [
      scratch('data', 1024 * MiB),
      scratch('tmp', 512 * MiB),
      { configMap: { name: 'open-webui-scripts' }, name: 'scripts' },
      ...databaseCaVolume(openWebui),
      ...(openWebui.filesClaim
        ? [{ name: 'files', persistentVolumeClaim: { claimName: openWebui.filesClaim } }]
        : []),
    ],
  }
}

const waitPod = {
  cpuMillis: 50,
  memoryBytes: 64 * MiB,
  memoryLimitBytes: 128 * MiB,
  ephemeralBytes: 64 * MiB,
  gpus: 0,
}

/** The waiting container connects to the database only. */
function databaseOf({ DATABASE_HOST, DATABASE_PASSWORD, DATABASE_URL }: Env): Env {
  return {
    ...(DATABASE_HOST ? { DATABASE_HOST } : {}),
    ...(DATABASE_PASSWORD ? { DATABASE_PASSWORD } : {}),
    ...(DATABASE_URL ? { DATABASE_URL } : {}),
  }
}

/** A pod waits for the migration: without it, both would change the same tables at once. */
function waitContainer({ openWebui }: ResolvedTenant) {
  return {
    command: ['python', '/scripts/schema-mark.py', 'wait'],
    env: environment({ ...databaseOf(openWebui.env), VERSION: openWebui.version, WAIT_SECONDS: '600' }),
    image: openWebui.image,
    name: 'wait-for-schema',
    resources: resources(waitPod),
    securityContext: restrictedContainer,
    volumeMounts: [
      { mountPath: '/tmp', name: 'tmp' },
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
      ...databaseCaMount(openWebui),
    ],
  }
}

function applicationContainer({ openWebui }: ResolvedTenant) {
  const get = (path: string) => ({ httpGet: { path, port: 'http' } })
  return {
    command: ['bash', '/scripts/run.sh'],
    env: environment({
      ...openWebui.env,
      // Of the hook.
      DRAIN_SECONDS: String(openWebui.drainSeconds),
      MODEL_PORT: String(ollamaPort),
      SETTLE_SECONDS: String(openWebui.settleSeconds),
    }),
    image: openWebui.image,
    lifecycle: { preStop: { exec: { command: ['bash', '/scripts/drain.sh'] } } },
    livenessProbe: { ...get('/health'), failureThreshold: 6, periodSeconds: 10, timeoutSeconds: 5 },
    name,
    ports: [{ containerPort: openWebuiPort, name: 'http', protocol: 'TCP' }],
    // Not `/ready`, which asks Redis, too: without its bus every pod would leave the Service, and people would lose the
    // page, sign-in, files and the API, not chats alone (docs/decisions/sessions-on-the-bus.md).
    readinessProbe: { ...get('/health/db'), failureThreshold: 3, periodSeconds: 5, timeoutSeconds: 5 },
    resources: resources(openWebui.pod),
    securityContext: restrictedContainer,
    // Ready in 10 to 25 s (measured). `/ready` here: a pod that does not reach its bus replaces no other in a rollout.
    startupProbe: { ...get('/ready'), failureThreshold: 120, periodSeconds: 5, timeoutSeconds: 5 },
    volumeMounts: [
      { mountPath: '/app/backend/data', name: 'data' },
      { mountPath: '/tmp', name: 'tmp' },
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
      ...(openWebui.filesClaim ? [{ mountPath: '/app/backend/data/uploads', name: 'files' }] : []),
      ...databaseCaMount(openWebui),
    ],
    workingDir: '/app/backend',
  }
}
