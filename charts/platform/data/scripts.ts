import { script } from '../../../lib/kube/script.ts'

/** ConfigMap in the platform's data namespace that holds every script of its Jobs. */
export const dataScripts = 'data-scripts'

const read = (name: string) => script(import.meta.url, name)

/** Files that the Jobs of this namespace run. The first three prepare a tenant's database. */
export const bootstrapFiles = [read('bootstrap.sh'), read('cell.sql'), read('tenant.sql')]
export const heartbeatFiles = [read('heartbeat.sh'), read('heartbeat.sql')]
export const createCacheUser = read('create-cache-user.sh')
export const createSecrets = read('create-secrets.py')
export const startCache = read('start-cache.sh')

/** All of them. */
export const allScripts = [...bootstrapFiles, ...heartbeatFiles, createCacheUser, createSecrets, startCache]
