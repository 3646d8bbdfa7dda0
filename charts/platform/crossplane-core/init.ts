import type { Chart } from 'cdk8s'
import { crossplaneNamespace } from '../../../crossplane/compose/providers.ts'
import { apiTokenVolume } from '../../../lib/kube/api-token.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { cpuNodes, restrictedPod, scratch } from '../../../lib/kube/pod.ts'
import { digest } from '../../../lib/kube/script.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { operatorContainer, podField } from '../../kit/workload.ts'
import { coreName, image, ports, tlsSecrets, user, webhookService } from './names.ts'

const MiB = 1024 ** 2
const name = 'crossplane-init'
/** Empty: the CRDs are in dist, and the image's own copies would be written over them at each start. */
const noCrds = '/no-crds'

/**
 * What upstream runs before each start of the core, run once for each version: it makes the certificates, the webhook
 * that guards what is in use, and the objects that the core expects. As an init container it could not make the
 * Secrets that its own pod mounts; upstream draws them empty for that, and no Secret stands in dist.
 *
 * No activation is given, so nothing but the policy of the component `crossplane` switches managed kinds on.
 */
export function drawInit(chart: Chart, cluster: ResolvedCluster): void {
  const labels = { ...cluster.labels, 'app.kubernetes.io/name': name }
  const container = operatorContainer(name, {
    image,
    args: ['core', 'init'],
    env: [
      podField('POD_NAMESPACE', 'metadata.namespace'),
      podField('POD_SERVICE_ACCOUNT', 'spec.serviceAccountName'),
      { name: 'CRDS_PATH', value: noCrds },
      { name: 'TLS_CA_SECRET_NAME', value: tlsSecrets.ca },
      { name: 'TLS_CLIENT_SECRET_NAME', value: tlsSecrets.client },
      { name: 'TLS_SERVER_SECRET_NAME', value: tlsSecrets.server },
      { name: 'WEBHOOK_SERVICE_NAME', value: webhookService },
      { name: 'WEBHOOK_SERVICE_NAMESPACE', value: crossplaneNamespace },
      { name: 'WEBHOOK_SERVICE_PORT', value: String(ports.webhooks) },
    ],
    mounts: [{ mountPath: noCrds, name: 'no-crds', readOnly: true }],
    pod: {
      cpuMillis: 50,
      memoryBytes: 128 * MiB,
      memoryLimitBytes: 256 * MiB,
      ephemeralBytes: 64 * MiB,
      gpus: 0,
    },
  })
  const spec = {
    activeDeadlineSeconds: 600,
    backoffLimit: 6,
    template: {
      metadata: { labels },
      spec: {
        affinity: cpuNodes,
        automountServiceAccountToken: false,
        containers: [container],
        enableServiceLinks: false,
        priorityClassName: 'platform',
        restartPolicy: 'Never' as const,
        securityContext: restrictedPod(user),
        serviceAccountName: coreName,
        volumes: [apiTokenVolume, scratch('no-crds', MiB)],
      },
    },
  }
  draw(chart, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      // A Job cannot be changed: another version is another Job.
      name: `${name}-${digest(spec)}`,
      namespace: crossplaneNamespace,
      labels: { 'app.kubernetes.io/name': name },
      annotations: {
        'paddock.dev/creates': Object.values(tlsSecrets)
          .map((secret) => `Secret/${crossplaneNamespace}/${secret}`)
          .join(','),
      },
    },
    spec,
  })
}
