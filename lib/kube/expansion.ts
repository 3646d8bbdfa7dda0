import type { EnvReference } from '../resolve/pod-types.ts'

/**
 * Text that Kubernetes passes to a container as it is. In values of variables, commands and arguments Kubernetes replaces
 * `$(NAME)` by the value of a variable, passwords among them, and `$$` by `$`.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/third_party/forked/golang/expansion/expand.go
 */
export function literalText(text: string): string {
  return text.replaceAll('$', () => '$$')
}

/** Text in which Kubernetes replaces the references, and nothing else. */
export function expandedText({ expands }: EnvReference): string {
  return expands
    .map((part) => (typeof part === 'string' ? literalText(part) : `$(${part.variable})`))
    .join('')
}
