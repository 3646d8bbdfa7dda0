import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { bucket, type Cell, cellNames } from './cell.ts'
import type { SecretValue } from './environment.ts'

/** Values of Secrets: passwords are created once a key, the rest is what a cell's claims would write. */
export function secretValues(cell: Cell, clientSecret = ''): SecretValue {
  const made = new Map<string, string>()
  const given: Record<string, string> = {
    'cell-cache/host': cellNames.cache,
    'cell-endpoints/database-host': cellNames.database,
    'cell-endpoints/files-bucket': bucket,
    'cell-endpoints/files-endpoint': `https://${cellNames.store}`,
    'cell-endpoints/database-ca': readFileSync(cell.authority, 'utf8'),
    'identity-provider/oidc-client-secret': clientSecret,
    'postgres-admin/host': 'postgres.paddock-data.svc.cluster.local',
    'postgres-admin/username': 'postgres',
  }
  return (secret, key) => {
    const value = given[`${secret}/${key}`]
    if (value !== undefined) return value
    if (/^(master-|postgres-admin)/.test(secret)) return cell.passwords.database
    if (secret === 'valkey-admin') return cell.passwords.cache
    if (/^cell-.*-database$/.test(secret))
      return { host: cellNames.database, ca: readFileSync(cell.authority, 'utf8') }[key] ?? ''
    // The same password is in the tenant's Secret and in that of its bootstrap.
    if (!made.has(key)) made.set(key, randomBytes(24).toString('hex'))
    return made.get(key) ?? ''
  }
}
