/** Version of the Pod Security Standards that namespaces enforce. */
const version = 'v1.34'

/**
 * Labels that hold the pods of a namespace to a level; an object whose level is `privileged` says why in
 * `paddock.dev/reason`.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function podSecurityLabels(level: 'restricted' | 'privileged'): Record<string, string> {
  return {
    'pod-security.kubernetes.io/audit': level,
    'pod-security.kubernetes.io/audit-version': version,
    'pod-security.kubernetes.io/enforce': level,
    'pod-security.kubernetes.io/enforce-version': version,
    'pod-security.kubernetes.io/warn': level,
    'pod-security.kubernetes.io/warn-version': version,
  }
}
