/** Version of the Pod Security Standards that namespaces enforce. */
const version = 'v1.34'

/**
 * Labels of a namespace of the platform whose pods run restricted.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export const restrictedNamespace = labelsOf('restricted')

/** Labels of a namespace whose pods change their nodes. The object states the reason in `paddock.dev/reason`. */
export const privilegedNamespace = labelsOf('privileged')

function labelsOf(level: 'restricted' | 'privileged') {
  return {
    'pod-security.kubernetes.io/audit': level,
    'pod-security.kubernetes.io/audit-version': version,
    'pod-security.kubernetes.io/enforce': level,
    'pod-security.kubernetes.io/enforce-version': version,
    'pod-security.kubernetes.io/warn': level,
    'pod-security.kubernetes.io/warn-version': version,
  }
}
