import { stripVTControlCharacters, types } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import vm from 'node:vm'
import type { Message } from 'esbuild'

/** Longest that a spec may run, milliseconds; one that is data takes a fraction of one. */
const timeoutMs = 2000

/** One thing that is wrong with the text of a spec. */
export interface Fault {
  /** `line 3, column 5`; empty where the place is not known. */
  readonly position: string
  /** One line, without a stack. */
  readonly why: string
}

/** Reason why a spec cannot be run, for its author. */
export class SpecError extends Error {
  /**
   * `syntax`: it is no TypeScript; `repeated-field`: of two values one would be lost without a word; `spec-imports`: it
   * asks for a module that is none of a spec's business.
   */
  readonly code: 'load' | 'repeated-field' | 'syntax' | 'spec-imports'
  readonly faults: readonly Fault[]

  constructor(code: SpecError['code'], faults: readonly Fault[]) {
    super(faults.map(({ why }) => why).join('; '))
    this.code = code
    this.faults = faults
  }
}

/** The one module that a spec imports. */
export const specModule = '../lib/spec/index.ts'

/**
 * Runs the source of a spec and answers its default export, wrapped: it may be of any kind.
 *
 * It runs where there is the language and nothing else: no files, no network, no environment, no clock, no chance. So
 * the same text gives the same value everywhere, and nothing in it can end or block the run.
 *
 * @param file name of the file in messages
 * @throws {SpecError}
 */
export async function evaluateSpec(file: string, source: string): Promise<{ readonly value: unknown }> {
  // Only a file that has changed needs it.
  const { transform } = await import('esbuild')
  try {
    const { code, warnings } = await transform(source, {
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
    const repeated = warnings.filter(({ id }) => id === 'duplicate-object-key')
    if (repeated.length > 0) throw new SpecError('repeated-field', repeated.map(toFault))
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

/** One world for all specs. It lacks everything that differs between runs, and specs cannot change shared objects. */
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
  if (cause instanceof SpecError) return cause
  const fail = (code: SpecError['code'], why: string) => new SpecError(code, [{ position: '', why }])
  if (!types.isNativeError(cause)) return fail('load', 'it throws something that is no error')
  // The compiler lists errors with their places; what ran and failed has none.
  if ('errors' in cause) return new SpecError('syntax', (cause.errors as Message[]).map(toFault))
  const { code, name, message } = cause as NodeJS.ErrnoException
  if (code === importCode) return fail('spec-imports', `it imports ${message}; a spec is data`)
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return fail('load', 'it does not end')
  const [first = 'it throws an error without a message'] = stripVTControlCharacters(
    `${name === 'Error' ? '' : `${name}: `}${message}`,
  )
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return fail('load', first.replace(/[.:]$/, ''))
}

function toFault({ text, location }: Message): Fault {
  return {
    position: location ? `line ${location.line}, column ${location.column + 1}` : '',
    // The target that was set for the compiler is nothing to a spec's author.
    why: text.replace(/ in the configured target environment \(.*\)$/, '').replace(/[.:]$/, ''),
  }
}
