import type { Chart } from 'cdk8s'
import { imageReference } from '../../../lib/catalog/images.ts'
import { MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { drawJob } from '../../../lib/kube/job.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { createSecrets, dataScripts } from './scripts.ts'

const user = 10_003

/** A Secret of random values. */
export interface WantedSecret {
  readonly namespace: string
  readonly name: string
  readonly keys: readonly string[]
  /** Values that are not secret and are stored in the same Secret: a host, a user name. */
  readonly literals?: Readonly<Record<string, string>>
  readonly annotations?: Labels
}

/**
 * Draws the Job that creates Secrets once, and a service account with just this permission, for clusters without
 * Secrets Manager. The permissions in another namespace are drawn with that namespace: see `drawSecretRbac`.
 */
export function drawSecretsJob(
  chart: Chart,
  owner: { labels: Labels; priorityClass: string },
  name: string,
  length: number,
  wanted: readonly WantedSecret[],
): void {
  const namespace = platform.data
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
  const own = wanted.filter((secret) => secret.namespace === namespace)
  drawSecretRbac(
    chart,
    name,
    namespace,
    own.map((secret) => secret.name),
  )
  drawJob(
    chart,
    { ...owner, namespace },
    {
      name,
      role: 'create-secrets',
      user,
      image: imageReference('python'),
      command: ['python', '/scripts/create-secrets.py'],
      env: {
        API: 'https://kubernetes.default.svc',
        LENGTH: String(length),
        SECRETS: JSON.stringify(wanted),
        TOKEN_DIR: '/var/run/paddock/token',
        WAIT_SECONDS: '300',
      },
      pod: {
        cpuMillis: 50,
        memoryBytes: 64 * MiB,
        memoryLimitBytes: 128 * MiB,
        ephemeralBytes: 64 * MiB,
        gpus: 0,
      },
      scripts: { configMap: dataScripts, sources: [createSecrets] },
      serviceAccount: name,
      annotations: {
        'paddock.dev/creates': wanted.map((secret) => `Secret/${secret.namespace}/${secret.name}`).join(','),
      },
      volumes: [
        {
          name: 'token',
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3600, path: 'token' } },
              { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
            ],
          },
        },
      ],
      mounts: [{ mountPath: '/var/run/paddock/token', name: 'token', readOnly: true }],
      deadlineSeconds: 600,
    },
  )
}

/** Allows the service account `name` to create Secrets in a namespace and to read the named ones. */
export function drawSecretRbac(
  chart: Chart,
  name: string,
  namespace: string,
  secrets: readonly string[],
): void {
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: {
      name,
      namespace,
      annotations: {
        'paddock.dev/reason':
          'A laptop has no Secrets Manager: this account makes the Secrets and reads back its own',
      },
    },
    rules: [
      { apiGroups: [''], resourceNames: [...secrets], resources: ['secrets'], verbs: ['get'] },
      // Kubernetes cannot limit `create` by name.
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    ],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: platform.data }],
  })
}
