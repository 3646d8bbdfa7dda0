import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { MiB } from '../../lib/catalog/units.ts'
import { draw } from '../../lib/kube/draw.ts'
import { guarded } from '../../lib/kube/guard.ts'
import { drawJob } from '../../lib/kube/job.ts'
import { scratch } from '../../lib/kube/pod.ts'
import { bytes } from '../../lib/kube/quantity.ts'
import { script, scriptData } from '../../lib/kube/script.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'
import { ollamaUser } from './ollama/pod.ts'

const pullModels = script(import.meta.url, './ollama/pull-models.sh')

/** Claims of the tenant and, where no distribution fills the model volume, the Job that pulls into it. */
export function storageChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const { namespace, storage } = tenant
  const chart = new Chart(scope, 'storage', { namespace, labels: tenant.labels })
  for (const claim of storage.claims) {
    draw(chart, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: claim.name, namespace, annotations: guarded },
      spec: {
        accessModes: [claim.accessMode],
        resources: { requests: { storage: bytes(claim.bytes) } },
        ...(claim.storageClass === undefined ? {} : { storageClassName: claim.storageClass }),
        ...(claim.volume ? { volumeName: claim.volume } : {}),
      },
    })
  }
  if (storage.pull && tenant.state === 'active') drawPull(chart, tenant, storage.pull)
  return chart
}

function drawPull(
  chart: Chart,
  tenant: ResolvedTenant,
  pull: NonNullable<ResolvedTenant['storage']['pull']>,
): void {
  const { namespace } = tenant
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'pull-models', namespace },
    data: scriptData([{ ...pullModels, name: 'pull-models.sh' }]),
  })
  drawJob(chart, tenant, {
    name: 'pull-models',
    user: ollamaUser,
    pod: pull.pod,
    image: pull.image,
    command: ['bash', '/scripts/pull-models.sh'],
    env: {
      HOME: '/home/ollama',
      MODELS: pull.models.join(' '),
      OLLAMA_MODELS: '/models',
      WAIT_SECONDS: '600',
    },
    scripts: { configMap: 'pull-models', sources: [pullModels] },
    volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }, scratch('home', 64 * MiB)],
    mounts: [
      { name: 'models', mountPath: '/models' },
      { name: 'home', mountPath: '/home/ollama' },
    ],
    deadlineSeconds: 4 * 3600,
  })
}
