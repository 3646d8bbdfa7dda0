import { error, type Finding } from '../../findings/finding.ts'
import type { Manifest } from '../../kube/object.ts'
import { type PolicyModel, podTemplate } from '../reachability/model.ts'

/** Kinds of which an operator makes pods in a namespace that they do not name. */
const podsElsewhere: Readonly<Record<string, string>> = {
  Function: 'crossplane-system',
  Provider: 'crossplane-system',
}

/**
 * Namespaces in which every pod, also one that no manifest shows, is closed in both directions but for what other
 * policies open. A policy that selects all pods and says something of its own is no such policy: its rules open.
 */
export function closedNamespaces(manifests: readonly Manifest[]): Set<string> {
  const closed = new Set<string>()
  for (const { objects } of manifests) {
    for (const object of objects) {
      if (object.kind !== 'NetworkPolicy') continue
      const spec = (object['spec'] ?? {}) as PolicyModel['spec']
      if (deniesAll(spec)) closed.add(object.metadata.namespace ?? 'default')
    }
  }
  return closed
}

function deniesAll({
  podSelector,
  policyTypes = [],
  ingress = [],
  egress = [],
}: PolicyModel['spec']): boolean {
  const { matchLabels = {}, matchExpressions = [] } = podSelector ?? {}
  const all = Object.keys(matchLabels).length === 0 && matchExpressions.length === 0
  const both = policyTypes.includes('Ingress') && policyTypes.includes('Egress')
  return all && both && ingress.length === 0 && egress.length === 0
}

/**
 * Findings for each namespace that is made, or gets pods, and is not closed: so no component and no tenant runs a pod
 * that a policy has not selected in both directions. There are no exceptions: pods on the network of their node, which
 * no policy holds, are refused one by one.
 *
 * @param elsewhere namespaces that objects of other units close
 */
export function verifyClosed(
  manifests: readonly Manifest[],
  elsewhere: ReadonlySet<string> = new Set(),
): Finding[] {
  const closed = closedNamespaces(manifests)
  const open = new Map<string, Finding>()
  for (const { path, objects } of manifests) {
    for (const object of objects) {
      const { kind, metadata } = object
      const namespace =
        kind === 'Namespace'
          ? metadata.name
          : podTemplate(object)
            ? (metadata.namespace ?? 'default')
            : podsElsewhere[kind]
      if (namespace === undefined || closed.has(namespace) || elsewhere.has(namespace) || open.has(namespace))
        continue
      open.set(
        namespace,
        error('no-default-deny', { file: `dist/${path}`, field: `${kind}/${metadata.name}` }, { namespace }),
      )
    }
  }
  return [...open.values()]
}
