import type { Chart } from 'cdk8s'
import { crossplaneNamespace } from '../../../crossplane/compose/providers.ts'
import { MiB } from '../../../lib/catalog/units.ts'
import { apiTokenVolume } from '../../../lib/kube/api-token.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { madeAnew } from '../../../lib/kube/guard.ts'
import { cpuNodes, restrictedPod, scratch } from '../../../lib/kube/pod.ts'
import { digest } from '../../../lib/kube/script.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { operatorContainer, podField } from '../../kit/workload.ts'
import { coreName, image, ports, tlsSecrets, user, webhookService } from './names.ts'

const name = 'crossplane-init'
/**
 * Empty folder. The CRDs are in dist, and the core would otherwise overwrite them with the image's copies at each
 * start.
 */
const noCrds = '/no-crds'

/**
 * The initialisation that upstream runs before each start of the core. Paddock runs it once for each version. It
 * creates the certificates, the webhook that protects objects in use, and the objects that the core expects. As an init
 * container it could not create the Secrets that its own pod mounts. Upstream solves this with empty Secrets, but dist
 * contains no Secret. It gets no activation, so only the policy of the component `crossplane` activates managed kinds.
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
    backoffLimit: 6,
    template: {
      metadata: { labels },
      spec: {
        // It does not count the time in which no node has room.
        activeDeadlineSeconds: 600,
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
      // A Job cannot be changed, so another version is another Job.
      name: `${name}-${digest(spec)}`,
      namespace: crossplaneNamespace,
      labels: { 'app.kubernetes.io/name': name },
      annotations: {
        ...madeAnew,
        'paddock.dev/creates': Object.values(tlsSecrets)
          .map((secret) => `Secret/${crossplaneNamespace}/${secret}`)
          .join(','),
      },
    },
    spec,
  })
}
