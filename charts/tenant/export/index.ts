import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { beforeDeletion, deletedFirst } from '../../../lib/kube/guard.ts'
import { drawJob, type RunOnce } from '../../../lib/kube/job.ts'
import { environment, resources, restrictedContainer } from '../../../lib/kube/pod.ts'
import { script, scriptData } from '../../../lib/kube/script.ts'
import type { ResolvedExport } from '../../../lib/resolve/data-types.ts'
import { exportGate, lastExport } from '../../../lib/resolve/export-names.ts'
import { podIdentityLabel } from '../../../lib/resolve/labels.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { databaseCaMount, databaseCaVolume, openWebuiUser } from '../open-webui/pod.ts'

const scripts = ['drop-tables.sql', 'export.sh', 'restore.sh', 'rows.sql', 'store.py'].map((name) =>
  script(import.meta.url, name),
)
const out = '/export'
const files = '/files'
const dumpCommand = ['bash', '/scripts/export.sh']

/**
 * The export of a tenant that is offboarded: its database, files and audit, with checksums. A Job exports them once at the
 * start, so that people can check them. A hook exports them again before Argo CD deletes the tenant.
 */
export function exportChart(scope: Construct, tenant: ResolvedTenant, leaving: ResolvedExport): Chart {
  const { namespace } = tenant
  const chart = new Chart(scope, 'export', { namespace, labels: tenant.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'export-scripts', namespace },
    data: scriptData(scripts),
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: exportGate, namespace, annotations: deletedFirst },
    data: { why: 'While the last export is not complete, the API server refuses to delete this object.' },
  })
  if (leaving.store) {
    const { serviceAccount: name } = leaving.store
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } } as const
    draw(chart, { ...account, automountServiceAccountToken: false })
  }
  const job = exportJob(tenant, leaving)
  drawJob(chart, tenant, job)
  drawJob(chart, tenant, {
    ...job,
    name: 'last-export',
    role: job.name,
    annotations: beforeDeletion,
    labels: lastExport,
  })
  return chart
}

function exportJob({ openWebui }: ResolvedTenant, leaving: ResolvedExport): RunOnce {
  const { store, filesClaim } = leaving
  const job = {
    name: 'export',
    // Uploads on a volume belong to the application's user.
    user: openWebuiUser,
    pod: leaving.pod,
    scripts: { configMap: 'export-scripts', sources: scripts },
    volumes: [
      { name: 'export', persistentVolumeClaim: { claimName: leaving.claim } },
      ...(filesClaim
        ? [{ name: 'files', persistentVolumeClaim: { claimName: filesClaim, readOnly: true } }]
        : []),
      ...databaseCaVolume(openWebui),
    ],
    mounts: [
      { mountPath: out, name: 'export' },
      ...(filesClaim ? [{ mountPath: files, name: 'files', readOnly: true }] : []),
      ...databaseCaMount(openWebui),
    ],
    deadlineSeconds: 6 * 3600,
  }
  if (!store) {
    const env = { ...dumpEnv(leaving), ...(filesClaim ? { FILES: files } : {}) }
    return { ...job, image: leaving.image, command: dumpCommand, env }
  }
  return {
    ...job,
    image: store.image,
    command: ['python', '/scripts/store.py'],
    env: {
      ...store.env,
      AWS_MAX_ATTEMPTS: '8',
      AWS_RETRY_MODE: 'standard',
      HOME: '/tmp',
      IN: out,
      WAIT_SECONDS: '600',
    },
    serviceAccount: store.serviceAccount,
    podLabels: { [podIdentityLabel]: 'true' },
    initContainers: [dumpContainer(leaving, job.mounts)],
  }
}

function dumpEnv({ env }: ResolvedExport) {
  return { ...env, HOME: '/tmp', OUT: out, WAIT_SECONDS: '600' }
}

/** Holds the connections of the database, and ends before another container sends anything. */
function dumpContainer(leaving: ResolvedExport, mounts: NonNullable<RunOnce['mounts']>) {
  const { image, pod } = leaving
  return {
    command: dumpCommand,
    env: environment(dumpEnv(leaving)),
    image,
    name: 'dump',
    resources: resources(pod),
    securityContext: restrictedContainer,
    volumeMounts: [
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
      { mountPath: '/tmp', name: 'tmp' },
      ...mounts,
    ],
  }
}
