import type { KubeObject } from '../kube/object.ts'
import { resources } from './aws-refusals.ts'
import { whereOf } from './fold.ts'
import { groupKind, type ObjectChange } from './objects.ts'
import type { DataLoss } from './report.ts'

type Fields = Readonly<Record<string, unknown>>

/** Kinds that hold data, and what is lost with them; the guard that Kubernetes or AWS itself gives, if any. */
interface Holder {
  readonly what: string
  /** True when the object's own settings keep the data. */
  readonly kept?: (object: Fields) => boolean
}

const spec = (object: Fields) => (object['spec'] ?? {}) as Fields
const provider = (object: Fields) => (spec(object)['forProvider'] ?? {}) as Fields

/** A managed resource whose deletion leaves AWS alone: policies without Delete, or the older orphan setting. */
function orphaned(object: Fields): boolean {
  const policies = spec(object)['managementPolicies']
  if (Array.isArray(policies) && !(policies.length === 1 && policies[0] === '*'))
    return !policies.includes('Delete')
  return spec(object)['deletionPolicy'] === 'Orphan'
}

const kept = () => true

const holders: Readonly<Record<string, Holder>> = {
  Namespace: { what: 'everything in the namespace' },
  PersistentVolumeClaim: {
    what: 'the content of the volume',
    // Nothing of the tenant's own is on a volume that it may only read: the node's cache of models.
    kept: (object) => {
      const modes = spec(object)['accessModes']
      return Array.isArray(modes) && modes.every((mode) => mode === 'ReadOnlyMany')
    },
  },
  PersistentVolume: {
    what: 'the volume',
    kept: (object) => spec(object)['persistentVolumeReclaimPolicy'] === 'Retain',
  },
  Secret: { what: 'the secret' },
  'external-secrets.io/PushSecret': {
    what: 'the entry in Secrets Manager',
    kept: (object) => spec(object)['deletionPolicy'] !== 'Delete',
  },
  'apiextensions.k8s.io/CustomResourceDefinition': { what: 'every object of the kind' },
  'apiextensions.crossplane.io/CompositeResourceDefinition': {
    what: 'every claim of the kind, with what it made',
  },
  'pkg.crossplane.io/Provider': { what: 'every resource of the kinds that it brings' },
  // Compositions of these omit Delete: the AWS resource remains.
  'paddock.dev/PostgresDatabase': { what: 'the database', kept },
  'paddock.dev/RedisCache': { what: 'sessions and caches', kept },
  'paddock.dev/SharedFileSystem': { what: 'the file system', kept },
  'paddock.dev/TenantDatabase': { what: 'the database', kept },
  'paddock.dev/TenantSecrets': { what: 'the entry in Secrets Manager', kept },
  'paddock.dev/TenantStorage': { what: 'the directory on EFS', kept },
  'paddock.dev/TenantCacheUser': { what: 'the user of the cache' },
  'rds.aws.upbound.io/Instance': {
    what: 'the database',
    kept: (object) => orphaned(object) || provider(object)['deletionProtection'] === true,
  },
  'efs.aws.upbound.io/FileSystem': { what: 'the file system', kept: orphaned },
  'efs.aws.upbound.io/AccessPoint': { what: 'the way to the directory; its files stay', kept },
  'elasticache.aws.upbound.io/ReplicationGroup': { what: 'sessions and caches', kept: orphaned },
  'secretsmanager.aws.upbound.io/Secret': { what: 'the secret', kept: orphaned },
  's3.aws.upbound.io/Bucket': { what: 'the bucket', kept: orphaned },
  'kms.aws.upbound.io/Key': { what: 'everything that the key encrypts', kept: orphaned },
  'dynamodb.aws.upbound.io/Table': { what: 'the table', kept: orphaned },
  'elasticsearch.k8s.elastic.co/Elasticsearch': {
    what: 'the logs that it stores',
    kept: (object) => spec(object)['volumeClaimDeletePolicy'] === 'DeleteOnScaledownOnly',
  },
}

/** Argo CD deletes the objects of such an Application together with the Application. */
const cascade = 'resources-finalizer.argocd.argoproj.io'

/** Data that is deleted with the objects of a unit, and protections that prevent it. */
export function dataLossOf(changes: readonly ObjectChange[]): DataLoss[] {
  const deleted = changes.filter(({ action }) => action === 'delete')
  // With its namespace every object of a tenant is listed on its own: what its Applications made says nothing more.
  const whole = deleted.some(({ kind }) => kind === 'Namespace')
  return [...changes.flatMap(composedLosses), ...deletedLosses(deleted, whole)]
}

/** Resources that a composition makes no longer: Crossplane deletes them, unless their policies keep them. */
function composedLosses(change: ObjectChange): DataLoss[] {
  if (change.kind !== 'apiextensions.crossplane.io/Composition' || change.action !== 'update') return []
  const still = new Set(resources(change.after).map(({ name }) => name))
  return resources(change.before).flatMap(({ name, base }) => {
    const kind = groupKind(base)
    const holder = still.has(name) ? undefined : holders[kind]
    if (!holder) return []
    const guard = holder.kept?.(base) ? 'kept' : 'none'
    return [{ what: holder.what, kind, name: `${change.name} ${name}`, guard, ...whereOf(change) }]
  })
}

function deletedLosses(deleted: readonly ObjectChange[], whole: boolean): DataLoss[] {
  return deleted.flatMap((change) => {
    const { kind, name, before } = change
    const holder = before && holderOf(kind, before, whole)
    if (!before || !holder) return []
    // Argo CD deletes nothing of an Application while one of its objects waits for a person.
    const unless = kind === 'argoproj.io/Application' ? 'each' : guardOf(before)
    const guard = holder.kept?.(before) ? 'kept' : unless
    return [{ what: holder.what, kind, name, guard, ...whereOf(change) }]
  })
}

function holderOf(kind: string, object: KubeObject, whole: boolean): Holder | undefined {
  if (kind === 'argoproj.io/Application') return application(object, whole)
  return (
    holders[kind] ?? (kind.startsWith('paddock.dev/') ? { what: 'what the claim made in AWS' } : undefined)
  )
}

function application({ metadata }: KubeObject, whole: boolean): Holder | undefined {
  const { finalizers } = metadata as { finalizers?: readonly string[] }
  return !whole && finalizers?.some((one) => one.startsWith(cascade))
    ? { what: 'the objects that it made' }
    : undefined
}

/** Condition that Argo CD checks before it prunes the object. */
function guardOf({ metadata }: KubeObject): DataLoss['guard'] {
  const options =
    metadata.annotations?.['argocd.argoproj.io/sync-options']?.split(',').map((one) => one.trim()) ?? []
  if (options.includes('Prune=false')) return 'kept'
  return options.includes('Prune=confirm') ? 'confirmed' : 'none'
}
