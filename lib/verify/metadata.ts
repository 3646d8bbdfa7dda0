import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding } from '../findings/finding.ts'
import { resourcesInUse } from '../kube/kinds-in-use.ts'
import type { KubeObject } from '../kube/object.ts'
import { podTemplate } from './reachability/model.ts'
import type { ValidManifest } from './valid.ts'

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
export function verifyMetadata({ path, objects }: ValidManifest): Finding[] {
  return objects.flatMap((object) => {
    const { kind, metadata } = object
    const template = podTemplate(object)?.metadata
    return [
      ...nameProblems(object),
      ...scopeProblems(object),
      ...labelProblems('metadata.labels', metadata.labels),
      ...annotationProblems(metadata.annotations),
      ...labelProblems('spec.template.metadata.labels', template?.labels),
    ].map(({ field, facts }) =>
      error('metadata', { file: `dist/${path}`, field: `${kind}/${metadata.name} ${field}` }, facts),
    )
  })
}

interface Problem {
  readonly field: string
  readonly facts: Facts['metadata']
}

function nameProblems({ kind, metadata: { name, namespace } }: KubeObject): Problem[] {
  const spaces = namespace === undefined || fits(namespace, dnsLabel, 63)
  return [
    ...(nameFits(kind, name)
      ? []
      : [
          {
            field: 'metadata.name',
            facts: { problem: 'name' as const, name, kind, longest: longestName(kind) },
          },
        ]),
    ...(spaces ? [] : [{ field: 'metadata.namespace', facts: { problem: 'namespace' as const, namespace } }]),
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
          facts: { problem: 'cluster-scoped', kind },
        },
      ]
    : []
}

function nameFits(kind: string, name: string): boolean {
  if (segmentKinds.has(kind)) return name.length <= 253 && name !== '.' && name !== '..' && !/[/%]/.test(name)
  return fits(name, labelKinds.has(kind) ? dnsLabel : dnsSubdomain, longestName(kind))
}

/** The names of a Job's pods and their label are made of its own; a CronJob's Jobs add 11 characters to theirs. */
function longestName(kind: string): number {
  if (labelKinds.has(kind) || kind === 'Job') return 63
  return kind === 'CronJob' ? 52 : 253
}

function labelProblems(field: string, labels: Readonly<Record<string, string>> = {}): Problem[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...keyProblems(field, key),
    ...(value === '' || fits(value, qualified, 63)
      ? []
      : [{ field: `${field}[${key}]`, facts: { problem: 'label-value' as const, value } }]),
  ])
}

function annotationProblems(annotations: Readonly<Record<string, string>> = {}): Problem[] {
  const entries = Object.entries(annotations)
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0)
  return [
    // The server reads the keys of annotations in lower case.
    ...entries.flatMap(([key]) => keyProblems('metadata.annotations', key.toLowerCase())),
    ...(bytes <= maxAnnotationBytes
      ? []
      : [
          {
            field: 'metadata.annotations',
            facts: { problem: 'annotations-size' as const, bytes, most: maxAnnotationBytes },
          },
        ]),
  ]
}

function keyProblems(field: string, key: string): Problem[] {
  const slash = key.indexOf('/')
  const prefix = slash < 0 ? undefined : key.slice(0, slash)
  const holds =
    fits(key.slice(slash + 1), qualified, 63) && (prefix === undefined || fits(prefix, dnsSubdomain, 253))
  return holds ? [] : [{ field: `${field}[${key}]`, facts: { problem: 'key', key } }]
}

function fits(text: string, pattern: RegExp, longest: number): boolean {
  return text.length <= longest && pattern.test(text)
}
