import { script } from '../../../lib/kube/script.ts'

/** ConfigMap in the platform's data namespace that holds every script of its pods. */
export const dataScripts = 'data-scripts'

const read = (name: string) => script(import.meta.url, name)

/** Files that Jobs in the platform's data namespace run. The first three prepare a tenant's database. */
export const bootstrapFiles = [read('bootstrap.sh'), read('cell.sql'), read('tenant.sql')]
export const heartbeatFiles = [read('heartbeat.sh'), read('heartbeat.sql')]
export const sessionFiles = [read('sessions.sql')]
export const createCacheUser = read('create-cache-user.sh')
export const createSecrets = read('create-secrets.py')

/** All of them. */
export const jobScripts = [
  ...bootstrapFiles,
  ...heartbeatFiles,
  ...sessionFiles,
  createCacheUser,
  createSecrets,
]
