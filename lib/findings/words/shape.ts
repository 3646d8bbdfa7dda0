import { byProblem, nearestOr, type WordsOf } from '../words.ts'

/** Facts of findings on the shape of a spec or of an object: its schema refuses it. */
export interface ShapeFacts {
  readonly 'gpu-model': { readonly model: string; readonly allowed: readonly string[] }
  readonly 'missing-field': { readonly name: string }
  readonly 'unknown-field': { readonly nearest?: string }
  readonly 'wrong-key': { readonly name: string; readonly rule: string }
  readonly 'wrong-type': { readonly shown: string; readonly type: string }
  readonly 'wrong-value':
    | {
        readonly problem: 'choice'
        readonly shown: string
        readonly allowed: readonly string[]
        readonly nearest?: string
      }
    | { readonly problem: 'absent'; readonly allowed: readonly string[] }
    | { readonly problem: 'rule'; readonly shown: string; readonly rule: string; readonly advice: Advice }
    | { readonly problem: 'object'; readonly shown: string; readonly rule: string }
}

/** The kind of value that a schema wants instead. */
export type Advice =
  | { readonly keyword: keyof typeof limits; readonly limit: number }
  | { readonly keyword: 'uniqueItems' }
  | { readonly keyword: 'example'; readonly example: string }
  | { readonly keyword: 'description'; readonly description: string }
  | { readonly keyword: 'other'; readonly name: string }

const limits = {
  maximum: (limit: number) => `give ${limit} or less`,
  maxItems: (limit: number) => `keep to ${limit} of them`,
  maxLength: (limit: number) => `keep to ${limit} characters`,
  minimum: (limit: number) => `give ${limit} or more`,
  minItems: (limit: number) => `name ${limit} at least`,
  minLength: (limit: number) => `write ${limit} characters or more`,
} as const

/** Whether a keyword of a schema is a limit that its finding names. */
export function isLimit(keyword: string): keyword is keyof typeof limits {
  return Object.hasOwn(limits, keyword)
}

export const shapeWords: WordsOf<ShapeFacts> = {
  'gpu-model': {
    why: ({ model }) => `${model} needs a GPU, which the standard tier does not have`,
    remedy: ({ allowed }) => `set tier to premium, or choose one of ${allowed.join(', ')}`,
  },
  'missing-field': { why: () => 'the field is required', remedy: ({ name }) => `add ${name}` },
  'unknown-field': {
    why: () => 'there is no such field',
    remedy: ({ nearest }) => nearestOr(nearest, 'remove it'),
  },
  'wrong-key': {
    why: ({ name, rule }) => `the name ${name} ${rule}`,
    remedy: () => 'rename or remove it',
  },
  'wrong-type': {
    why: ({ shown, type }) => `${shown} is not ${article(type)}`,
    remedy: ({ type }) => `give ${article(type)}`,
  },
  'wrong-value': byProblem({
    choice: {
      why: ({ shown, allowed }) => `${shown} is not one of ${allowed.join(', ')}`,
      remedy: ({ nearest, allowed }) => nearestOr(nearest, oneOf(allowed)),
    },
    absent: {
      why: () => 'the field is required',
      remedy: ({ allowed }) => oneOf(allowed),
    },
    rule: {
      why: ({ shown, rule }) => `${shown} ${rule}`,
      remedy: ({ advice }) => adviceWords(advice),
    },
    object: {
      why: ({ shown, rule }) => `${shown} ${rule}`,
      remedy: () => 'fix the chart that creates this object',
    },
  }),
}

/** A long list is in the reason already. */
function oneOf(allowed: readonly string[]): string {
  return allowed.length <= 3 ? `set it to ${allowed.join(' or ')}` : 'choose one of them'
}

function adviceWords(advice: Advice): string {
  switch (advice.keyword) {
    case 'uniqueItems':
      return 'name each one once'
    case 'example':
      return `give a value such as ${advice.example}`
    case 'description':
      return `see the field: ${advice.description}`
    case 'other':
      return `keep to ${advice.name}`
    default:
      return limits[advice.keyword](advice.limit)
  }
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}
