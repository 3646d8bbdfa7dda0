import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { error, type Finding } from '../spec/finding.ts'
import type { ClusterSpec, TenantSpec } from '../spec/index.ts'

/** A spec and where it stands. */
export interface Loaded<T> {
  /** Path from the root, with forward slashes. */
  readonly file: string
  readonly spec: T
  /** SHA-256 of the file's bytes. A spec depends on nothing else, which is why its imports are checked. */
  readonly hash: string
}

/** Specs of unchanged files, so that thousands of them need not be evaluated again. */
export interface SpecCache {
  get(hash: string): unknown
  set(hash: string, spec: unknown): void
}

/** Everything that `tenants/` and `clusters/` hold, and what is wrong with it. */
export interface LoadResult {
  readonly tenants: readonly Loaded<TenantSpec>[]
  readonly clusters: readonly Loaded<ClusterSpec>[]
  readonly findings: readonly Finding[]
}

const noCache: SpecCache = { get: () => undefined, set: () => undefined }

/** Loads and checks the shape of every spec file, found by its presence. All mistakes of all files come at once. */
export async function loadSpecs(root: string, cache: SpecCache = noCache): Promise<LoadResult> {
  const findings: Finding[] = []
  const clusters = await loadFolder<ClusterSpec>(root, 'cluster', cache, findings)
  const tenants = await loadFolder<TenantSpec>(root, 'tenant', cache, findings)
  return { tenants, clusters, findings }
}

async function loadFolder<T>(
  root: string,
  kind: 'tenant' | 'cluster',
  cache: SpecCache,
  findings: Finding[],
): Promise<Loaded<T>[]> {
  const folder = `${kind}s`
  const loaded: Loaded<T>[] = []
  for (const name of listSpecs(join(root, folder))) {
    const file = `${folder}/${name}`
    const one = await loadFile(root, kind, file, cache)
    if ('spec' in one) loaded.push(one as Loaded<T>)
    else findings.push(...one.findings)
  }
  return loaded
}

function listSpecs(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .sort()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  }
}

type Outcome = Loaded<unknown> | { readonly findings: readonly Finding[] }

async function loadFile(
  root: string,
  kind: 'tenant' | 'cluster',
  file: string,
  cache: SpecCache,
): Promise<Outcome> {
  const path = join(root, file)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    return fail('unreadable', file, (cause as Error).message, 'make it a readable file')
  }
  const hash = createHash('sha256').update(file).update('\0').update(text).digest('hex')
  const known = cache.get(hash)
  if (known !== undefined) return { file, spec: known, hash }

  const foreign = foreignImport(text)
  if (foreign) {
    return fail(
      'spec-imports',
      file,
      `it imports ${foreign}; a spec is data`,
      'import ../lib/spec/index.ts and nothing else',
    )
  }
  const evaluated = await evaluate(root, file, hash)
  if ('findings' in evaluated) return evaluated
  // The schemas and their library are only needed for a file that has changed.
  const { checkShape } = await import('../rules/shape.ts')
  const findings = checkSpec(kind, file, evaluated.value, checkShape)
  if (findings.length > 0) return { findings }
  cache.set(hash, evaluated.value)
  return { file, spec: evaluated.value, hash }
}

const importPattern =
  /(?:^|[\s;])(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;])import\s*['"]([^'"]+)['"]|\b(import|require)\s*\(/g

function foreignImport(text: string): string | undefined {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  for (const [, from, bare, call] of code.matchAll(importPattern)) {
    const name = from ?? bare ?? `${call}()`
    if (name !== '../lib/spec/index.ts') return name
  }
  return undefined
}

async function evaluate(
  root: string,
  file: string,
  hash: string,
): Promise<{ value: unknown } | { findings: Finding[] }> {
  try {
    const module = (await import(`${pathToFileURL(join(root, file)).href}?${hash.slice(0, 16)}`)) as {
      default?: unknown
    }
    if (module.default === undefined) {
      return fail(
        'no-default-export',
        file,
        'it exports no default',
        'write `export default tenant({ … })` or `cluster({ … })`',
      )
    }
    return { value: await module.default }
  } catch (cause) {
    return fail('load', file, readable(root, cause), 'mend the file; `npx tsc` shows the place')
  }
}

/** The message of an error without a stack and without paths of this machine. */
function readable(root: string, cause: unknown): string {
  const message =
    cause instanceof Error
      ? `${cause.name === 'Error' ? '' : `${cause.name}: `}${cause.message}`
      : String(cause)
  const plain = stripVTControlCharacters(message)
  const here = [`file://${root}/`, `${root}/`, `${relative(process.cwd(), root)}/`]
  const lines = here
    .reduce((text, prefix) => (prefix === '/' ? text : text.replaceAll(prefix, '')), plain)
    .split('\n')
  const told = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(TransformError: )?Transform failed with/.test(line))
  return (told[0] ?? 'it throws an error without a message')
    .replace(/\?[0-9a-f]{16}/, '')
    .replace(/[.:]$/, '')
}

type CheckShape = (kind: 'tenant' | 'cluster', file: string, spec: unknown) => Finding[]

function checkSpec(
  kind: 'tenant' | 'cluster',
  file: string,
  value: unknown,
  checkShape: CheckShape,
): Finding[] {
  const plain =
    typeof value === 'object' &&
    value !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value))
  if (!plain) {
    const what =
      value === null
        ? 'null'
        : Array.isArray(value)
          ? 'a list'
          : typeof value === 'object'
            ? `an instance of ${value.constructor.name}`
            : `a ${typeof value}`
    return fail(
      'not-a-spec',
      file,
      `its default export is ${what}`,
      `write \`export default ${kind}({ … })\``,
    ).findings
  }
  const shape = checkShape(kind, file, value)
  const key = kind === 'tenant' ? 'id' : 'name'
  const id = (value as Record<string, unknown>)[key]
  if (shape.some(({ field }) => field === key) || file === `${kind}s/${String(id)}.ts`) return shape
  return [
    ...shape,
    error(
      'file-name',
      file,
      key,
      `the file is not named after its ${key} "${String(id)}"`,
      `rename it to ${kind}s/${String(id)}.ts`,
    ),
  ]
}

function fail(code: string, file: string, why: string, remedy: string): { findings: Finding[] } {
  return { findings: [error(code, file, '', why, remedy)] }
}
