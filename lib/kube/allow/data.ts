import type { AllowedKind } from './kind.ts'
import { podTemplate } from './pods.ts'
import { account, binding, secretsRole } from './rbac.ts'
import { externalSecret, store } from './secrets.ts'
import { anything, either, fields, like, one } from './shape.ts'

/** Secrets of the platform's data namespace that a tenant's Jobs may read: its own, and its cell's administrator's. */
const jobTemplate = podTemplate({
  accounts: one('default', 'secrets-{tenant}'),
  secrets: one(
    'database-{tenant}',
    'cell-{cell}-database',
    'master-{cell}',
    'master-{namespace}',
    '{namespace}-instance',
    'postgres-admin',
    'valkey-admin',
  ),
  configMaps: one('data-scripts'),
  claims: one(),
})

const jobSpec = fields(
  {
    activeDeadlineSeconds: anything,
    backoffLimit: anything,
    podFailurePolicy: anything,
    podReplacementPolicy: anything,
    template: jobTemplate,
    ttlSecondsAfterFinished: anything,
  },
  'template',
)

/**
 * Objects of a tenant's unit in the platform's data namespace: the Jobs that prepare its database and cache there, where
 * the administrators' credentials are.
 */
export const dataKinds: readonly AllowedKind[] = [
  {
    group: 'batch',
    version: 'v1',
    kind: 'Job',
    plural: 'jobs',
    name: like('(cache|database|secrets)-{tenant}(-[0-9a-f]{8})?'),
    fields: { spec: jobSpec },
    needs: ['spec'],
  },
  {
    group: 'batch',
    version: 'v1',
    kind: 'CronJob',
    plural: 'cronjobs',
    name: one('heartbeat-{namespace}'),
    fields: {
      spec: fields(
        {
          concurrencyPolicy: anything,
          failedJobsHistoryLimit: anything,
          jobTemplate: fields({ spec: jobSpec }, 'spec'),
          schedule: anything,
          startingDeadlineSeconds: anything,
          successfulJobsHistoryLimit: anything,
        },
        'jobTemplate',
      ),
    },
    needs: ['spec'],
  },
  {
    group: 'external-secrets.io',
    version: 'v1',
    kind: 'ExternalSecret',
    plural: 'externalsecrets',
    name: one('database-{tenant}'),
    fields: {
      spec: externalSecret(
        store('SecretStore', one('database-{tenant}')),
        one('{namespace}-secrets'),
        one('database-{tenant}'),
      ),
    },
    needs: ['spec'],
  },
  {
    group: 'external-secrets.io',
    version: 'v1',
    kind: 'SecretStore',
    plural: 'secretstores',
    name: one('database-{tenant}'),
    fields: {
      spec: fields(
        {
          provider: fields(
            {
              kubernetes: fields(
                {
                  auth: fields(
                    { serviceAccount: fields({ name: one('tenant-passwords') }, 'name') },
                    'serviceAccount',
                  ),
                  remoteNamespace: one('{namespace}'),
                  server: fields({ caProvider: anything, url: one('https://kubernetes.default.svc') }, 'url'),
                },
                'auth',
                'remoteNamespace',
                'server',
              ),
            },
            'kubernetes',
          ),
        },
        'provider',
      ),
    },
    needs: ['spec'],
  },
  // On a laptop a Job makes the tenant's Secrets, because there is no Secrets Manager.
  {
    group: '',
    version: 'v1',
    kind: 'ServiceAccount',
    plural: 'serviceaccounts',
    name: one('secrets-{tenant}'),
    fields: { automountServiceAccountToken: one(false) },
  },
  {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kind: 'Role',
    plural: 'roles',
    name: one('secrets-{tenant}'),
    fields: { rules: secretsRole('database-{tenant}') },
    needs: ['rules'],
  },
  {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kind: 'RoleBinding',
    plural: 'rolebindings',
    name: one('secrets-{tenant}'),
    fields: { roleRef: anything, subjects: anything },
    whole: either(binding('secrets-{tenant}', account('secrets-{tenant}', 'paddock-data'))),
  },
]
