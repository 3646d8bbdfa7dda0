import { parse } from '@marcbachmann/cel-js'
import type { FuncKeywordDefinition, SchemaValidateFunction } from 'ajv'
import { celValue, type ValueSchema } from './cel-value.ts'

/** One entry of `x-kubernetes-validations`. */
export interface CelRule {
  readonly rule: string
  readonly message?: string
}

/** True for a rule on how an object may change; there is no old object at synthesis. */
export function isTransition({ rule }: CelRule): boolean {
  return /\boldSelf\b/.test(rule)
}

/**
 * A compiled rule, or the reason why the evaluator cannot read it. A rule of CEL fails on a field that is absent; the
 * function throws then.
 */
export function compileRule(rule: CelRule): ((self: unknown, schema?: ValueSchema) => boolean) | string {
  try {
    const evaluate = parse(rule.rule)
    return (self, schema) => evaluate({ self: celValue(self, schema) }) === true
  } catch (cause) {
    return firstLine(cause)
  }
}

function firstLine(cause: unknown): string {
  return (cause as Error).message.split('\n')[0] ?? 'unreadable'
}

interface Ready {
  readonly rule: CelRule
  readonly holds: (self: unknown, schema?: ValueSchema) => boolean
}

/**
 * CEL rules of CRDs. A rule that fails is broken, as it is for the API server. A rule that the evaluator cannot read is
 * passed over here: the test of this file has none among the kinds in use, and the API server has the last word.
 */
export const celKeyword: FuncKeywordDefinition = {
  keyword: 'x-kubernetes-validations',
  errors: true,
  compile(rules: readonly CelRule[], schema) {
    const ready = rules
      .filter((rule) => !isTransition(rule))
      .map((rule) => ({ rule, holds: compileRule(rule) }))
      .filter((one): one is Ready => typeof one.holds !== 'string')
    const validate: SchemaValidateFunction = (self: unknown) => {
      const broken = ready.flatMap(({ rule, holds }) => {
        const words = rule.message ?? rule.rule
        try {
          return holds(self, schema as ValueSchema)
            ? []
            : [{ failed: false, message: `breaks the rule "${words}"` }]
        } catch (cause) {
          return [{ failed: true, message: `breaks the rule "${words}", which fails: ${firstLine(cause)}` }]
        }
      })
      validate.errors = broken.map(({ failed, message }) => ({
        keyword: 'x-kubernetes-validations',
        message,
        params: { failed },
      }))
      return broken.length === 0
    }
    return validate as never
  },
}
