import { byProblem, type NoFacts, type WordsOf } from '../words.ts'

/** The remedy for something that is no data. */
export type DataAdvice = 'declare' | 'name' | 'omit' | 'text' | 'value'

/** Facts of findings on files that hold no spec. */
export interface LoadFacts {
  readonly 'file-name': {
    readonly key: 'id' | 'name'
    readonly value: string
    readonly folder: 'tenants' | 'clusters'
    /** A file of that name is there. */
    readonly taken?: boolean
  }
  readonly 'no-clusters': NoFacts
  readonly 'no-default-export': { readonly kind: 'tenant' | 'cluster' }
  readonly 'not-a-spec': { readonly found: string; readonly kind: 'tenant' | 'cluster' }
  readonly 'not-data': { readonly found: string; readonly advice: DataAdvice }
  readonly 'repeated-field': { readonly name: string }
  readonly 'spec-characters': { readonly character: string }
  readonly 'spec-imports': { readonly module: string; readonly allowed: string }
  readonly 'spec-limit':
    | { readonly problem: 'bytes'; readonly most: number }
    | { readonly problem: 'depth'; readonly most: number }
    | { readonly problem: 'values'; readonly most: number }
  readonly 'spec-statement': { readonly found: string }
  readonly 'stray-file':
    | { readonly problem: 'folder'; readonly folder: string }
    | { readonly problem: 'file'; readonly folder: string }
    | { readonly problem: 'link'; readonly folder: string }
    | { readonly problem: 'special'; readonly folder: string }
  readonly syntax: { readonly message: string }
  readonly unreadable: { readonly systemError: string }
}

const dataAdvice: Readonly<Record<DataAdvice, string>> = {
  declare: 'write the value itself, or declare it above: `const NAME = …`',
  name: 'write the name of the field itself',
  omit: 'leave the field out',
  text: 'write the text itself',
  value: 'write the value itself',
}

export const loadWords: WordsOf<LoadFacts> = {
  'file-name': {
    why: ({ key, value }) => `the file is not named after its ${key} "${value}"`,
    remedy: ({ key, value, folder, taken }) =>
      taken
        ? `give it the ${key} that its name says: ${folder}/${value}.ts is another file`
        : `rename it to ${folder}/${value}.ts`,
  },
  'no-clusters': {
    why: () => 'there is no cluster file',
    remedy: () => 'run it in the clone, or name it: --root',
  },
  'no-default-export': {
    why: () => 'it exports no default',
    remedy: ({ kind }) => `write \`export default ${kind}({ … })\``,
  },
  'not-a-spec': {
    why: ({ found }) => `its default export is ${found}`,
    remedy: ({ kind }) => `write \`export default ${kind}({ … })\``,
  },
  'not-data': { why: ({ found }) => `it is ${found}`, remedy: ({ advice }) => dataAdvice[advice] },
  'repeated-field': {
    why: ({ name }) => `${name} is written twice, and one of the values would be lost`,
    remedy: () => 'keep one of them',
  },
  'spec-characters': {
    why: ({ character }) => `${character} is invisible, so the file is not what its readers see`,
    remedy: () => 'remove it, or write it as an escape in a text',
  },
  'spec-imports': {
    why: ({ module }) => `it imports ${module}; a spec is data`,
    remedy: ({ allowed }) => `import ${allowed} and nothing else`,
  },
  'spec-limit': byProblem({
    bytes: { why: ({ most }) => `it has more than ${most} bytes`, remedy: () => 'shorten the file' },
    depth: {
      why: ({ most }) => `lists and maps nest deeper than ${most} levels`,
      remedy: () => 'write the fields of the schema alone',
    },
    values: {
      why: ({ most }) => `it has more than ${most} values, counted with the copies of its constants`,
      remedy: () => 'shorten the file',
    },
  }),
  'spec-statement': {
    why: ({ found }) => `it is ${found}; nothing of a spec is run`,
    remedy: () => 'write imports of the spec module, `const NAME = …` with values, and one `export default`',
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
    link: {
      why: ({ folder }) => `it is a link; links in ${folder}/ are not followed`,
      remedy: () => 'put the file itself here',
    },
    special: {
      why: () => 'it is no regular file',
      remedy: () => 'remove it',
    },
  }),
  syntax: { why: ({ message }) => message, remedy: () => 'fix that line; `npx tsc` shows more' },
  unreadable: {
    why: ({ systemError }) => `it cannot be read: ${systemError}`,
    remedy: () => 'make it a readable file',
  },
}
