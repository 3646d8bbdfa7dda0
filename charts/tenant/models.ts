import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import { serving } from '../../lib/kube/guard.ts'
import { drawJob } from '../../lib/kube/job.ts'
import { script, scriptData } from '../../lib/kube/script.ts'
import type { ResolvedStorage } from '../../lib/resolve/data-types.ts'
import { podIdentityLabel } from '../../lib/resolve/labels.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'
import { ollamaUser } from './ollama/pod.ts'

const scripts = [{ ...script(import.meta.url, './ollama/fill-models.py'), name: 'fill-models.py' }]
const name = 'fill-models'

/**
 * The Job that copies the tenant's models from the region's bucket to its volume. Another list of models, or another
 * version of a model, gives another Job.
 */
export function modelsChart(
  scope: Construct,
  tenant: ResolvedTenant,
  fill: NonNullable<ResolvedStorage['fill']>,
): Chart {
  const { namespace } = tenant
  const chart = new Chart(scope, 'models', { namespace, labels: tenant.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: fill.serviceAccount, namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: scriptData(scripts),
  })
  drawJob(chart, tenant, {
    name,
    annotations: serving,
    // On EFS the access point replaces it by the tenant's own user.
    user: ollamaUser,
    pod: fill.pod,
    image: fill.image,
    command: ['python', '/scripts/fill-models.py'],
    env: {
      ...fill.env,
      AWS_MAX_ATTEMPTS: '8',
      AWS_RETRY_MODE: 'standard',
      HOME: '/tmp',
      MODELS: fill.models.map(({ manifest, digest = '-' }) => `${manifest} ${digest}`).join('\n'),
      TARGET: '/models',
      WAIT_SECONDS: '600',
    },
    scripts: { configMap: name, sources: scripts },
    volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }],
    mounts: [{ mountPath: '/models', name: 'models' }],
    serviceAccount: fill.serviceAccount,
    podLabels: { [podIdentityLabel]: 'true' },
    deadlineSeconds: fill.deadlineSeconds,
  })
  return chart
}
