import type { Container } from '../../../lib/kube/types/kubernetes.ts'

/** Looks up a key of a Secret; throws when nobody gave it a value. */
export type SecretValue = (secret: string, key: string) => string

/**
 * The environment of a container as the kubelet makes it: values in order, `$(NAME)` replaced by what came before,
 * `$$` a dollar sign, an unknown name left as it is.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function environmentOf(container: Container, secret: SecretValue): Record<string, string> {
  const values: Record<string, string> = {}
  for (const { name, value, valueFrom } of container.env ?? []) {
    const reference = valueFrom?.secretKeyRef
    if (valueFrom && !reference) throw new Error(`${container.name}: ${name} is not from a Secret`)
    values[name] = reference ? secret(reference.name ?? '', reference.key) : expanded(value ?? '', values)
  }
  return values
}

function expanded(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (values[name] ?? whole),
  )
}
