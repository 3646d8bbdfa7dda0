import type { KubeObject, Manifest } from '../../kube/object.ts'

/** Keys of a Secret or ConfigMap; `any` when they are known at run time only. */
export type Keys = ReadonlySet<string> | 'any'

/** Objects that exist or will be made, by `kind/namespace/name`. */
export type Made = ReadonlyMap<string, Keys>

/** Annotation of what makes objects when it runs, a Job or a claim: the objects, as `Kind/namespace/name`, separated by commas. */
const createsAnnotation = 'paddock.dev/creates'

/** In every namespace or cluster, made by Kubernetes itself. */
const builtIn = new Set(['ServiceAccount/default', 'ConfigMap/kube-root-ca.crt'])

/** Everything that manifests hold or that their objects make when they run. */
export function madeBy(manifests: readonly Manifest[]): Map<string, Keys> {
  const made = new Map<string, Keys>()
  for (const { objects } of manifests) for (const object of objects) addMade(made, object)
  return made
}

function addMade(made: Map<string, Keys>, object: KubeObject): void {
  const { kind, metadata } = object
  const { name, namespace = '', annotations } = metadata
  made.set(`${kind}/${namespace}/${name}`, keysOf(object))
  for (const created of annotations?.[createsAnnotation]?.split(',') ?? []) made.set(created.trim(), 'any')
  const spec = object['spec'] as Record<string, unknown> | undefined
  if (kind === 'ExternalSecret') {
    const {
      target,
      data = [],
      dataFrom,
    } = spec as { target?: { name?: string }; data?: { secretKey: string }[]; dataFrom?: unknown }
    const keys = dataFrom ? 'any' : new Set(data.map(({ secretKey }) => secretKey))
    made.set(`Secret/${namespace}/${target?.name ?? name}`, keys)
  } else if (kind === 'Certificate') {
    made.set(`Secret/${namespace}/${String(spec?.['secretName'])}`, new Set(['ca.crt', 'tls.crt', 'tls.key']))
  } else if (kind === 'StatefulSet') {
    for (const claim of (spec?.['volumeClaimTemplates'] as { metadata: { name: string } }[] | undefined) ??
      []) {
      made.set(`PersistentVolumeClaim/${namespace}/${claim.metadata.name}`, 'any')
    }
  }
  const connection = spec?.['writeConnectionSecretToRef'] as { name: string; namespace?: string } | undefined
  if (connection) made.set(`Secret/${connection.namespace ?? namespace}/${connection.name}`, 'any')
}

/** Keys of a ConfigMap or Secret, ports of a Service. */
function keysOf(object: KubeObject): Keys {
  if (object.kind === 'Service') {
    const { ports = [] } = (object['spec'] ?? {}) as { ports?: { port: number }[] }
    return new Set(ports.map(({ port }) => String(port)))
  }
  if (object.kind !== 'ConfigMap' && object.kind !== 'Secret') return 'any'
  const maps = ['data', 'binaryData', 'stringData'].map((field) => object[field] as object | undefined)
  return new Set(maps.flatMap((map) => Object.keys(map ?? {})))
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
