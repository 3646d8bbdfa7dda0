import { Environment, type TypeCheckResult } from '@marcbachmann/cel-js'

/** Names of libraries, which are called as if they were values. */
const libraries = ['format', 'math', 'sets']

/** The server has functions that the evaluator has not: their results are of no known type. */
const unknownFunctions = new Set(['no_matching_overload', 'incompatible_ternary_branches'])

const environments = new Map<string, Environment>()

function environment(variables: readonly string[]): Environment {
  const key = variables.join()
  const known = environments.get(key)
  if (known) return known
  const made = [...variables, ...libraries].reduce(
    (all, name) => all.registerVariable(name, 'dyn'),
    new Environment({ unlistedVariablesAreDyn: false }),
  )
  environments.set(key, made)
  return made
}

/**
 * The reason why an expression of CEL cannot be compiled: its syntax, a variable that is not there, or a result of
 * another type. Undefined when it can, as far as the evaluator knows.
 */
export function expressionProblem(
  expression: string,
  variables: readonly string[],
  result: 'bool' | 'string',
): string | undefined {
  // Optional fields are a part of the language that the evaluator does not read.
  if (/\.\?|\[\?/.test(expression)) return undefined
  const { valid, type, error }: TypeCheckResult = environment(variables).check(expression)
  if (error && unknownFunctions.has(error.code ?? '')) return undefined
  if (!valid) return `is not an expression of CEL: ${error?.message.split('\n')[0] ?? 'unreadable'}`
  return type === undefined || type === 'dyn' || type === result ? undefined : `is not of type ${result}`
}
