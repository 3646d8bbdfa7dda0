/** Reasons why nothing notices a change of a setting that matters. */
const reasons: readonly { readonly of?: RegExp; readonly pattern: RegExp; readonly reason: string }[] = [
  {
    of: /^composed /,
    pattern: /^\.name$/,
    reason:
      'the name of a resource within its composition: any name works, but it must not change; only a list of names would hold it',
  },
  {
    of: /^composed /,
    pattern: /combine\.string\.fmt$|annotations\[crossplane\.io\/external-name\]$/,
    reason: 'names in AWS: any works that no other resource or policy reads',
  },
  {
    of: /^composed /,
    pattern: /^\.(patches|connectionDetails)/,
    reason:
      'a source that is left out: `verify:crossplane` renders each composition and reports what AWS requires',
  },
  {
    of: /^(ClusterRole|Role|ClusterRoleBinding|RoleBinding)$/,
    pattern: /./,
    reason:
      'rights of the platform’s programs as their releases have them: `verify:cluster` and `verify:sync` run some of them',
  },
  {
    of: /^NetworkPolicy$/,
    pattern: /./,
    reason: 'one of several names in a flow of the platform: the flow stays open for the others',
  },
  {
    pattern: /\.env\[/,
    reason: 'a variable that is left out or misspelt where the table allows its absence',
  },
  {
    pattern: /sync-wave\]$/,
    reason: 'the order of a sync: `verify:argocd` and `verify:sync` prove it',
  },
  {
    pattern: /\.labels\[(app\.kubernetes\.io\/name|paddock\.dev\/tenant)\]$/,
    reason: 'a label of the object itself; selectors read those of pods and namespaces',
  },
]

/** The reason for a kind and a path. */
export function reasonFor(kind: string, pattern: string): string {
  const found = reasons.find((one) => (one.of?.test(kind) ?? true) && one.pattern.test(pattern))
  return found?.reason ?? 'no row states it yet'
}
