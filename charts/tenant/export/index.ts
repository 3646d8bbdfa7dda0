import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { drawJob } from '../../../lib/kube/job.ts'
import { script, scriptData } from '../../../lib/kube/script.ts'
import type { ResolvedExport, ResolvedTenant } from '../../../lib/resolve/types.ts'
import { databaseCaMount, databaseCaVolume } from '../open-webui/pod.ts'

const scripts = [script(import.meta.url, 'export.sh'), script(import.meta.url, 'restore.sh')]

/** What a tenant that leaves takes along: its database, dumped to a volume that only a person deletes. */
export function exportChart(scope: Construct, tenant: ResolvedTenant, leaving: ResolvedExport): Chart {
  const { namespace, openWebui } = tenant
  const chart = new Chart(scope, 'export', { namespace, labels: tenant.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'export-scripts', namespace },
    data: scriptData(scripts),
  })
  drawJob(chart, tenant, {
    name: 'export',
    user: 999,
    image: leaving.image,
    command: ['bash', '/scripts/export.sh'],
    env: { ...leaving.env, OUT: '/export' },
    pod: leaving.pod,
    scripts: { configMap: 'export-scripts', sources: scripts },
    volumes: [
      { name: 'export', persistentVolumeClaim: { claimName: leaving.claim } },
      ...databaseCaVolume(openWebui),
    ],
    mounts: [{ mountPath: '/export', name: 'export' }, ...databaseCaMount(openWebui)],
    deadlineSeconds: 6 * 3600,
  })
  return chart
}
