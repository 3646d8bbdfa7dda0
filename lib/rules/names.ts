import { regionNames } from '../catalog/regions.ts'
import { error, type Finding } from '../findings/finding.ts'
import { databaseAdminSecret, tenantNames } from '../resolve/names.ts'
import { tenantReaderRole } from '../resolve/role-names.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { FromFile } from './fleet.ts'

/** Longest name that each system takes, and the names that a tenant has there. */
export const nameLimits = [
  // @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names (DNS label)
  { system: 'Kubernetes', limit: 63, names: (id: string) => kubernetesNames(id) },
  // @see https://www.postgresql.org/docs/17/sql-syntax-lexical.html (NAMEDATALEN - 1)
  { system: 'PostgreSQL', limit: 63, names: (id: string) => pick(id, ['schema', 'appRole', 'migrateRole']) },
  // @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html
  { system: 'ElastiCache user', limit: 40, names: (id: string) => [aws(tenantNames(id).cacheUser)] },
  // @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
  { system: 'Secrets Manager', limit: 512, names: (id: string) => pick(id, ['secret']) },
  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  { system: 'IAM role', limit: 64, names: (id: string) => [tenantReaderRole(longestRegion, id)] },
  // @see https://docs.aws.amazon.com/efs/latest/ug/enforce-root-directory-access-point.html
  { system: 'EFS path', limit: 100, names: (id: string) => [`/tenants/${id}`] },
  // @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
  { system: 'ElastiCache group', limit: 40, names: (id: string) => [aws(tenantNames(id).instance)] },
  // @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  { system: 'RDS', limit: 63, names: (id: string) => databaseNames(id) },
] as const

const longestRegion = regionNames.reduce(
  (long: string, name) => (name.length > long.length ? name : long),
  '',
)

/** Other systems of the account use the same namespace of names in AWS. */
function aws(name: string): string {
  return `paddock-${name}`
}

/** How RDS knows a tenant's own database and its copy in the other region. */
export function databaseNames(id: string): readonly [string, string] {
  const name = aws(tenantNames(id).instance)
  return [name, `${name}-replica`]
}

/** Crossplane ends a composite resource's name with a hyphen and five characters, and puts it into labels. */
const compositeSuffix = '-00000'

/** A Job's name ends in a hyphen and eight digits; its pods' names add six more. */
const jobSuffix = '-00000000-00000'

function kubernetesNames(id: string): string[] {
  const names = tenantNames(id)
  return [
    names.namespace + compositeSuffix,
    databaseAdminSecret(names.instance),
    names.secret,
    names.modelVolume,
    names.cacheVolume,
    names.bootstrap + jobSuffix,
    `cache-${id}${jobSuffix}`,
    `secrets-${id}${jobSuffix}`,
  ]
}

function pick(id: string, keys: readonly (keyof ReturnType<typeof tenantNames>)[]): string[] {
  const names = tenantNames(id)
  return keys.map((key) => names[key])
}

/** Every name that is derived from the id fits where it is used, and is no name of another tenant. */
export function checkNames({ file, spec }: FromFile<CompleteTenantSpec>): Finding[] {
  return [...reserved(file, spec.id), ...tooLong(file, spec.id)]
}

function reserved(file: string, id: string): Finding[] {
  const copied = /^(.*)-replica$/.exec(id)?.[1]
  if (copied === undefined) return []
  const [, replica] = databaseNames(copied)
  return [error('reserved-id', { file, field: 'id' }, { tenant: copied, replica })]
}

function tooLong(file: string, id: string): Finding[] {
  return nameLimits.flatMap(({ system, limit, names }) =>
    names(id)
      .filter((name) => name.length > limit)
      .map((name) => error('name-length', { file, field: 'id' }, { name, system, limit })),
  )
}
