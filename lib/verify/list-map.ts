import type { FuncKeywordDefinition, SchemaValidateFunction } from 'ajv'
import { isRecord } from './record.ts'

/** Items of a list that is a map by some of their fields must differ in them. */
export const listMapKeyword: FuncKeywordDefinition = {
  keyword: 'x-kubernetes-list-map-keys',
  type: 'array',
  errors: true,
  compile(keys: readonly string[]) {
    const validate: SchemaValidateFunction = (list: readonly unknown[]) => {
      const seen = new Set<string>()
      // Items that are no maps have findings of their own.
      for (const item of list.filter(isRecord)) {
        const key = keys.map((name) => String(item[name])).join(', ')
        if (seen.has(key)) {
          validate.errors = [
            {
              keyword: 'x-kubernetes-list-map-keys',
              message: `has two items with ${keys.join(', ')} ${key}`,
              params: {},
            },
          ]
          return false
        }
        seen.add(key)
      }
      return true
    }
    return validate as never
  },
}

/** Items of a list that is a set differ. */
export const listTypeKeyword: FuncKeywordDefinition = {
  keyword: 'x-kubernetes-list-type',
  type: 'array',
  errors: true,
  compile(type: string) {
    const validate: SchemaValidateFunction = (list: readonly unknown[]) => {
      if (type !== 'set') return true
      const texts = list.map((item) => JSON.stringify(item))
      const repeated = texts.find((text, index) => texts.indexOf(text) !== index)
      if (repeated === undefined) return true
      const message = `has two items ${repeated}`
      validate.errors = [{ keyword: 'x-kubernetes-list-type', message, params: {} }]
      return false
    }
    return validate as never
  },
}
