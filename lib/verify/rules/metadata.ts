import { listAt, mapAt, type Rule, textAt, unless } from '../strict/rule.ts'

const podSecurity = /^pod-security\.kubernetes\.io\/(?:enforce|audit|warn)(-version)?$/

/** Labels that set Pod Security have values that it knows. */
const podSecurityLabels: Rule = (value) => {
  const labels = mapAt(mapAt(value, 'metadata'), 'labels')
  return Object.keys(labels).flatMap((key) => {
    const found = podSecurity.exec(key)
    if (!found) return []
    const known = found[1] ? /^(latest|v1\.(0|[1-9]\d*))$/ : /^(privileged|baseline|restricted)$/
    return unless(
      known.test(textAt(labels, key)),
      `/metadata/labels/${key.replaceAll('/', '~1')}`,
      'is nothing that Pod Security knows',
    )
  })
}

const standardFinalizers = new Set(['foregroundDeletion', 'orphan', 'kubernetes'])

/** A finalizer of a built-in kind has a domain in front, unless it is one of Kubernetes' own. */
const finalizers: Rule = (value) =>
  listAt(mapAt(value, 'metadata'), 'finalizers').flatMap((one, index) =>
    unless(
      standardFinalizers.has(String(one)) || String(one).includes('/'),
      `/metadata/finalizers/${index}`,
      'has no domain in front',
    ),
  )

/** Key of the rules on every built-in kind. */
export const anyKind = 'any kind'

/** Rules on metadata. */
export const metadataRules: Readonly<Record<string, readonly Rule[]>> = {
  [anyKind]: [finalizers],
  Namespace: [podSecurityLabels],
}
