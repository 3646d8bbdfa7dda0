import { parse } from '@marcbachmann/cel-js'
import type { FuncKeywordDefinition, SchemaValidateFunction } from 'ajv'

/** One entry of `x-kubernetes-validations`. */
export interface CelRule {
  readonly rule: string
  readonly message?: string
}

/** True for a rule on how an object may change; there is no old object at synthesis. */
export function isTransition({ rule }: CelRule): boolean {
  return /\boldSelf\b/.test(rule)
}

/** A compiled rule, or the reason why the evaluator cannot read it. */
export function compileRule(rule: CelRule): ((self: unknown) => boolean) | string {
  try {
    const evaluate = parse(rule.rule)
    return (self) => evaluate({ self: integers(self) }) === true
  } catch (cause) {
    return (cause as Error).message.split('\n')[0] ?? 'unreadable'
  }
}

/** CEL distinguishes integers from doubles; JSON does not. */
export function integers(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map(integers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, integers(child)]))
}

/**
 * CEL rules of CRDs. A rule that the evaluator cannot read, or that fails on an absent field, is passed over here:
 * the test of this file lists the former, and the API server has the last word.
 */
export const celKeyword: FuncKeywordDefinition = {
  keyword: 'x-kubernetes-validations',
  errors: true,
  compile(rules: readonly CelRule[]) {
    const ready = rules
      .filter((rule) => !isTransition(rule))
      .map((rule) => ({ rule, holds: compileRule(rule) }))
      .filter(
        (one): one is { rule: CelRule; holds: (self: unknown) => boolean } => typeof one.holds !== 'string',
      )
    const validate: SchemaValidateFunction = (self: unknown) => {
      const broken = ready.filter(({ holds }) => {
        try {
          return !holds(self)
        } catch {
          return false
        }
      })
      validate.errors = broken.map(({ rule }) => ({
        keyword: 'x-kubernetes-validations',
        message: `breaks the rule "${rule.message ?? rule.rule}"`,
        params: {},
      }))
      return broken.length === 0
    }
    return validate as never
  },
}
