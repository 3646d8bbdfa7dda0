import { stripVTControlCharacters, types } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import vm from 'node:vm'

/** Longest that a spec may run, milliseconds; one that is data takes a fraction of one. */
const timeoutMs = 2000

/** Why a spec cannot be run, told to its author: one line, without a stack. */
export class SpecError extends Error {
  /** `syntax`: it is no TypeScript; `spec-imports`: it asks for a module that is none of a spec's business. */
  readonly code: 'load' | 'syntax' | 'spec-imports'

  constructor(code: SpecError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** The one module that a spec imports. */
export const specModule = '../lib/spec/index.ts'

/**
 * Runs the source of a spec and answers its default export, wrapped: it may be of any kind.
 *
 * It runs where there is the language and nothing else: no files, no network, no environment, no clock, no chance. So
 * the same text gives the same value everywhere, and nothing that stands in it can end the run or hold it up.
 *
 * @param file name of the file in messages
 * @throws {SpecError}
 */
export async function evaluateSpec(file: string, source: string): Promise<{ readonly value: unknown }> {
  // Only a file that has changed needs it.
  const { transform } = await import('esbuild')
  try {
    const { code } = await transform(source, {
      charset: 'utf8',
      format: 'cjs',
      loader: 'ts',
      logLevel: 'silent',
      sourcefile: file,
      // Written as promises, which are not there: what would go on after the run is refused in it.
      supported: {
        'dynamic-import': false,
        'async-await': false,
        'async-generator': false,
        'for-await': false,
      },
      target: 'es2023',
    })
    const script = `(() => { 'use strict'; const module = { exports: {} }, globalThis = undefined
${code}
return module.exports.default })()`
    return { value: vm.runInContext(script, world(), { timeout: timeoutMs }) }
  } catch (cause) {
    throw toSpecError(cause)
  }
}

const importCode = 'SPEC_IMPORT'
let made: vm.Context | undefined

/** One world for all specs. What differs between runs is taken out of it, what specs share is closed to them. */
function world(): vm.Context {
  if (made) return made
  // Each spec runs once: kept as compiled, those of a large fleet take twice the memory of everything else.
  setFlagsFromString('--no-compilation-cache')
  made = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } })
  vm.runInContext(
    `const declare = Object.freeze({ tenant: (spec) => spec, cluster: (spec) => spec })
    const require = (name) => {
      if (name !== '${specModule}') throw Object.assign(new Error(name), { code: '${importCode}' })
      return declare
    }
    for (const name of ['Date', 'Intl', 'Promise', 'WeakRef', 'FinalizationRegistry', 'Atomics', 'WebAssembly', 'console'])
      delete globalThis[name]
    delete Math.random
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const value = globalThis[name]
      if (typeof value === 'function' && value.prototype) Object.freeze(value.prototype)
    }`,
    made,
  )
  return made
}

function toSpecError(cause: unknown): SpecError {
  if (!types.isNativeError(cause)) return new SpecError('load', 'it throws something that is no error')
  const { code, name, message } = cause as NodeJS.ErrnoException
  if (code === importCode) return new SpecError('spec-imports', `it imports ${message}; a spec is data`)
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return new SpecError('load', 'it does not end')
  const lines = stripVTControlCharacters(`${name === 'Error' ? '' : `${name}: `}${message}`)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('Transform failed with'))
  const [first = 'it throws an error without a message'] = lines
  // The compiler lists errors with their places; what ran and failed has none.
  return new SpecError('errors' in cause ? 'syntax' : 'load', first.replace(/[.:]$/, ''))
}
