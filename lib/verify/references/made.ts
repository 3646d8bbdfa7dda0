import { isRecord } from '../record.ts'
import { is, type MalformedObject, type ValidManifest, type ValidObject } from '../valid.ts'

/** Keys of a Secret or ConfigMap; `any` when they are known at run time only. */
export type Keys = ReadonlySet<string> | 'any'

/** Objects that exist or will be made, by `kind/namespace/name`. */
export type Made = ReadonlyMap<string, Keys>

/** Annotation of what makes objects when it runs, a Job or a claim: the objects, as `Kind/namespace/name`, separated by commas. */
const createsAnnotation = 'paddock.dev/creates'

/** In every namespace or cluster, made by Kubernetes itself. */
const builtIn = new Set(['ServiceAccount/default', 'ConfigMap/kube-root-ca.crt'])

/** Everything that manifests hold or that their objects make when they run. */
export function madeBy(
  manifests: readonly ValidManifest[],
  malformed: readonly MalformedObject[] = [],
): Map<string, Keys> {
  // A malformed object has findings of its own; that it is missing would mislead.
  const made = new Map<string, Keys>(
    malformed.map(({ kind, namespace, name }) => [`${kind}/${namespace}/${name}`, 'any']),
  )
  for (const { objects } of manifests) for (const object of objects) addMade(made, object)
  return made
}

function addMade(made: Map<string, Keys>, object: ValidObject): void {
  const { kind, metadata } = object
  const { name, namespace = '', annotations } = metadata
  made.set(`${kind}/${namespace}/${name}`, keysOf(object))
  for (const created of annotations?.[createsAnnotation]?.split(',') ?? []) made.set(created.trim(), 'any')
  if (is(object, 'external-secrets.io/v1', 'ExternalSecret')) {
    const { target, data = [], dataFrom } = object.spec
    const keys = dataFrom ? 'any' : new Set(data.map(({ secretKey }) => secretKey))
    made.set(`Secret/${namespace}/${target?.name ?? name}`, keys)
  } else if (is(object, 'cert-manager.io/v1', 'Certificate')) {
    made.set(`Secret/${namespace}/${object.spec.secretName}`, new Set(['ca.crt', 'tls.crt', 'tls.key']))
  } else if (is(object, 'apps/v1', 'StatefulSet')) {
    for (const claim of object.spec.volumeClaimTemplates ?? [])
      made.set(`PersistentVolumeClaim/${namespace}/${claim.metadata?.name ?? ''}`, 'any')
  }
  const { writeConnectionSecretToRef: connection } = isRecord(object['spec']) ? object['spec'] : {}
  if (isRecord(connection))
    made.set(`Secret/${String(connection['namespace'] ?? namespace)}/${String(connection['name'])}`, 'any')
}

/** Keys of a ConfigMap or Secret, ports of a Service. */
function keysOf(object: ValidObject): Keys {
  if (is(object, 'v1', 'Service')) return new Set((object.spec.ports ?? []).map(({ port }) => String(port)))
  return is(object, 'v1', 'ConfigMap')
    ? new Set([...Object.keys(object.data ?? {}), ...Object.keys(object.binaryData ?? {})])
    : 'any'
}

/** The keys of a named object; undefined when nothing makes it. */
export function lookUp(
  made: readonly Made[],
  kind: string,
  namespace: string,
  name: string,
): Keys | undefined {
  if (builtIn.has(`${kind}/${name}`)) return 'any'
  if (kind === 'PriorityClass' && name.startsWith('system-')) return 'any'
  if (kind === 'ClusterRole' && ['admin', 'cluster-admin', 'edit', 'view'].includes(name)) return 'any'
  if (kind === 'Namespace' && name === 'kube-system') return 'any'
  for (const one of made) {
    const found = one.get(`${kind}/${namespace}/${name}`)
    if (found) return found
  }
  return undefined
}
