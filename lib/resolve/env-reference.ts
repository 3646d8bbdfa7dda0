import type { EnvReference, VariableName } from './pod-types.ts'

/** A variable of the same container, for {@link withVariables}. @param name as the container has it */
export function variable(name: string): VariableName {
  return { variable: name }
}

/**
 * Text of an environment variable in which Kubernetes replaces variables by their values:
 * `` withVariables`redis://bus:${variable('BUS_PASSWORD')}@bus` ``. Everything else reaches the container as it is, a
 * `$(NAME)` in a value too.
 */
export function withVariables(
  texts: TemplateStringsArray,
  ...values: readonly (string | VariableName)[]
): EnvReference {
  return { expands: texts.flatMap((text, index) => [text, values[index] ?? '']) }
}
