/** Version of the Pod Security Standards that namespaces are held to. */
const version = 'v1.34'

/**
 * Labels of a namespace of the platform whose pods run restricted.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export const restrictedNamespace = labelsOf('restricted')

/** Labels of a namespace whose pods work on their nodes; the object says why in `paddock.dev/reason`. */
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
