import type { Chart } from 'cdk8s'
import { MiB } from '../../../lib/catalog/units.ts'
import { tenantRoles } from '../../../lib/kube/allow/roles.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { migrating } from '../../../lib/kube/guard.ts'
import { drawJob } from '../../../lib/kube/job.ts'
import { environment, resources, restrictedContainer, scratch } from '../../../lib/kube/pod.ts'
import { script } from '../../../lib/kube/script.ts'
import { migratePod } from '../../../lib/resolve/open-webui.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { databaseCaMount, databaseCaVolume, openWebuiUser } from './pod.ts'

const name = 'migrate'
const stopOtherVersions = script(import.meta.url, 'stop-other-versions.py')
const migrate = script(import.meta.url, 'migrate.sh')
const vectorIndex = script(import.meta.url, 'vector-index.py')
/** The mark for the version of the schema. */
export const schemaMark = script(import.meta.url, 'schema-mark.py')
/** Scripts of the application's ConfigMap. */
export const migrateScripts = [migrate, schemaMark, stopOtherVersions, vectorIndex]

/**
 * The Job that migrates the schema to the version of the release. It first stops pods of another version, then
 * migrates, then creates the vector table and its indexes. It runs in a wave before the Deployment; the pods wait for it too.
 */
export function drawMigration(chart: Chart, tenant: ResolvedTenant): void {
  const { namespace, openWebui } = tenant
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } } as const
  draw(chart, { ...account, automountServiceAccountToken: false })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace },
    rules: [...tenantRoles.migrate],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  })
  drawJob(chart, tenant, {
    name,
    user: openWebuiUser,
    image: openWebui.image,
    command: ['bash', '/scripts/migrate.sh'],
    env: { ...openWebui.migrateEnv, VERSION: openWebui.version, WAIT_SECONDS: '600' },
    pod: migratePod,
    scripts: { configMap: 'open-webui-scripts', sources: migrateScripts },
    serviceAccount: name,
    annotations: migrating,
    deadlineSeconds: 3600,
    initContainers: [stopContainer(tenant)],
    volumes: [
      scratch('data', 256 * MiB),
      ...databaseCaVolume(openWebui),
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
    mounts: [{ mountPath: '/app/backend/data', name: 'data' }, ...databaseCaMount(openWebui)],
  })
}

/** Only this container holds a token of the API server. It ends before another one connects to the database. */
function stopContainer({ namespace, openWebui }: ResolvedTenant) {
  return {
    command: ['python', '/scripts/stop-other-versions.py'],
    env: environment({
      API: 'https://kubernetes.default.svc',
      // Pods of the earlier version end after their answers.
      DEADLINE_SECONDS: String(openWebui.graceSeconds + 60),
      NAMESPACE: namespace,
      TOKEN_DIR: '/var/run/paddock/token',
      VERSION: openWebui.version,
    }),
    image: openWebui.image,
    name: 'stop-other-versions',
    resources: resources({ ...migratePod, memoryBytes: 64 * MiB, memoryLimitBytes: 128 * MiB }),
    securityContext: restrictedContainer,
    volumeMounts: [
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
      { mountPath: '/var/run/paddock/token', name: 'token', readOnly: true },
    ],
  }
}
