import type { FuncKeywordDefinition, SchemaValidateFunction } from 'ajv'
import { isRecord } from '../record.ts'
import { rules } from '../rules/index.ts'
import { formatKeyword } from './fields.ts'
import { type FormatName, formats } from './formats.ts'
import type { Problem } from './rule.ts'

/** Keyword of definitions that have rules on several fields; its value lists keys of {@link rules}. */
export const rulesKeyword = 'x-paddock-rules'

/** Syntax of a value. */
export const format: FuncKeywordDefinition = {
  keyword: formatKeyword,
  errors: true,
  compile(name: FormatName) {
    const { holds, words } = formats[name]
    const validate: SchemaValidateFunction = (value: unknown) => {
      if (holds(value)) return true
      validate.errors = [{ keyword: formatKeyword, message: words, params: {} }]
      return false
    }
    return validate as never
  },
}

/** Rules of a definition. One that fails on a value refuses it, as the API server has checks that fail. */
export const definitionRules: FuncKeywordDefinition = {
  keyword: rulesKeyword,
  type: 'object',
  errors: true,
  compile(names: readonly string[]) {
    const all = names.flatMap((name) => rules[name] ?? [])
    const validate: SchemaValidateFunction = (value: unknown, context) => {
      if (!isRecord(value)) return true
      const problems = all.flatMap((rule): readonly Problem[] => {
        try {
          return rule(value)
        } catch (cause) {
          return [{ at: '', words: `cannot be checked: ${String(cause)}` }]
        }
      })
      validate.errors = problems.map(({ at, words }) => ({
        keyword: rulesKeyword,
        message: words,
        params: {},
        instancePath: `${context?.instancePath ?? ''}${at}`,
      }))
      return problems.length === 0
    }
    return validate as never
  },
}
