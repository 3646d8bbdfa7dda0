/** Version of the Pod Security Standards that namespaces are held to. */
const version = 'v1.34'

/**
 * Labels of a namespace of the platform whose pods run restricted.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export const restrictedNamespace = {
  'pod-security.kubernetes.io/audit': 'restricted',
  'pod-security.kubernetes.io/audit-version': version,
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/enforce-version': version,
  'pod-security.kubernetes.io/warn': 'restricted',
  'pod-security.kubernetes.io/warn-version': version,
} as const
