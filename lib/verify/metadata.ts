import { resourcesInUse } from '../kube/kinds-in-use.ts'
import type { KubeObject, Manifest } from '../kube/object.ts'
import { error, type Finding } from '../spec/finding.ts'
import { podTemplate } from './reachability/model.ts'

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const qualified = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/

/** Kinds whose names are DNS labels; those of Roles and their like are path segments, all others are subdomains. */
const labelKinds = new Set(['Namespace', 'Service', 'StatefulSet'])
const segmentKinds = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'])
const maxAnnotationBytes = 256 * 1024

/**
 * Rules of the API server on metadata that no schema has: the syntax and length of names, labels and annotations.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function verifyMetadata({ path, objects }: Manifest): Finding[] {
  return objects.flatMap((object) => {
    const { kind, metadata } = object
    const template = podTemplate(object)?.metadata
    return [
      ...nameProblems(object),
      ...scopeProblems(object),
      ...labelProblems('metadata.labels', metadata.labels),
      ...annotationProblems(metadata.annotations),
      ...labelProblems('spec.template.metadata.labels', template?.labels),
    ].map(({ field, why }) =>
      error(
        'metadata',
        `dist/${path}`,
        `${kind}/${metadata.name} ${field}`,
        why,
        'mend the name where it is derived',
      ),
    )
  })
}

interface Problem {
  readonly field: string
  readonly why: string
}

function nameProblems({ kind, metadata: { name, namespace } }: KubeObject): Problem[] {
  const spaces = namespace === undefined || fits(namespace, dnsLabel, 63)
  return [
    ...(nameFits(kind, name)
      ? []
      : [
          {
            field: 'metadata.name',
            why: `"${name}" is not a name of ${labelKinds.has(kind) ? 'at most 63' : 'at most 253'} characters that ${kind} may have`,
          },
        ]),
    ...(spaces
      ? []
      : [{ field: 'metadata.namespace', why: `"${namespace}" is not the name of a namespace` }]),
  ]
}

/** Built-in kinds that belong to no namespace; of others their CRD says it. */
const clusterKinds = new Set([
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
])

/** A chart with a namespace gives it to all that it draws; Argo CD would look for the object there and not find it. */
function scopeProblems({ apiVersion, kind, metadata }: KubeObject): Problem[] {
  if (metadata.namespace === undefined) return []
  const group = apiVersion.split('/')[0] ?? ''
  const custom = resourcesInUse[`${group} ${kind}`]?.scope
  const clusterWide = custom === 'Cluster' || (custom === undefined && clusterKinds.has(kind))
  return clusterWide
    ? [
        {
          field: 'metadata.namespace',
          why: `${kind} belongs to no namespace: draw it in a chart without one`,
        },
      ]
    : []
}

function nameFits(kind: string, name: string): boolean {
  if (segmentKinds.has(kind)) return name.length <= 253 && name !== '.' && name !== '..' && !/[/%]/.test(name)
  if (labelKinds.has(kind)) return fits(name, dnsLabel, 63)
  // The names of a Job's pods and their label are made of it.
  if (kind === 'Job') return fits(name, dnsSubdomain, 63)
  if (kind === 'CronJob') return fits(name, dnsSubdomain, 52)
  return fits(name, dnsSubdomain, 253)
}

function labelProblems(field: string, labels: Readonly<Record<string, string>> = {}): Problem[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...keyProblems(field, key),
    ...(value === '' || fits(value, qualified, 63)
      ? []
      : [{ field: `${field}[${key}]`, why: `"${value}" is not a label value of at most 63 characters` }]),
  ])
}

function annotationProblems(annotations: Readonly<Record<string, string>> = {}): Problem[] {
  const entries = Object.entries(annotations)
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0)
  return [
    ...entries.flatMap(([key]) => keyProblems('metadata.annotations', key)),
    ...(bytes <= maxAnnotationBytes
      ? []
      : [
          { field: 'metadata.annotations', why: `they hold ${bytes} bytes of at most ${maxAnnotationBytes}` },
        ]),
  ]
}

function keyProblems(field: string, key: string): Problem[] {
  const slash = key.indexOf('/')
  const prefix = slash < 0 ? undefined : key.slice(0, slash)
  const holds =
    fits(key.slice(slash + 1), qualified, 63) && (prefix === undefined || fits(prefix, dnsSubdomain, 253))
  return holds ? [] : [{ field: `${field}[${key}]`, why: `"${key}" is not a key` }]
}

function fits(text: string, pattern: RegExp, longest: number): boolean {
  return text.length <= longest && pattern.test(text)
}
