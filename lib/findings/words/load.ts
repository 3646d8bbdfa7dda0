import { byProblem, type NoFacts, type WordsOf } from '../words.ts'

interface Message {
  /** One line of the compiler or of the language. */
  readonly message: string
}

/** Facts of findings on files that hold no spec. */
export interface LoadFacts {
  readonly 'file-name': {
    readonly key: 'id' | 'name'
    readonly value: string
    readonly folder: 'tenants' | 'clusters'
  }
  readonly load: Message
  readonly 'no-clusters': NoFacts
  readonly 'no-default-export': NoFacts
  readonly 'not-a-spec': { readonly found: string; readonly kind: 'tenant' | 'cluster' }
  readonly 'not-data': { readonly found: string }
  readonly 'repeated-field': Message
  readonly 'spec-imports': Message & { readonly allowed: string }
  readonly 'stray-file':
    | { readonly problem: 'folder'; readonly folder: string }
    | { readonly problem: 'file'; readonly folder: string }
  readonly syntax: Message
  readonly unreadable: { readonly systemError: string }
}

export const loadWords: WordsOf<LoadFacts> = {
  'file-name': {
    why: ({ key, value }) => `the file is not named after its ${key} "${value}"`,
    remedy: ({ value, folder }) => `rename it to ${folder}/${value}.ts`,
  },
  load: {
    why: ({ message }) => message,
    remedy: () =>
      'write values: a spec runs with the language alone, no process, clock, chance, file or promise',
  },
  'no-clusters': {
    why: () => 'there is no cluster file',
    remedy: () => 'run it in the clone, or name it: --root',
  },
  'no-default-export': {
    why: () => 'it exports no default',
    remedy: () => 'write `export default tenant({ … })` or `cluster({ … })`',
  },
  'not-a-spec': {
    why: ({ found }) => `its default export is ${found}`,
    remedy: ({ kind }) => `write \`export default ${kind}({ … })\``,
  },
  'not-data': { why: ({ found }) => `it is ${found}`, remedy: () => 'write the value itself' },
  'repeated-field': { why: ({ message }) => message, remedy: () => 'keep one of them' },
  'spec-imports': {
    why: ({ message }) => message,
    remedy: ({ allowed }) => `import ${allowed} and nothing else`,
  },
  'stray-file': byProblem({
    folder: {
      why: ({ folder }) => `folders in ${folder}/ are not read`,
      remedy: ({ folder }) => `move its files into ${folder}/`,
    },
    file: {
      why: ({ folder }) => `only files of ${folder}/*.ts are read`,
      remedy: () => 'let its name end in .ts, or remove it',
    },
  }),
  syntax: { why: ({ message }) => message, remedy: () => 'fix that line; `npx tsc` shows more' },
  unreadable: {
    why: ({ systemError }) => `it cannot be read: ${systemError}`,
    remedy: () => 'make it a readable file',
  },
}
