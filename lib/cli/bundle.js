// Plain JavaScript: it runs before anything can read TypeScript.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openSeal } from '../pipeline/seal.js'

const repository = fileURLToPath(new URL('../..', import.meta.url))
/** Bundles that a process still running may load parts of are kept for this long. */
const keptMs = 24 * 3600 * 1000

/**
 * Imports a TypeScript module from one bundle of its sources and packages, made anew when one of them has changed:
 * reading hundreds of files one by one takes longer than most commands. Where nothing can or may be written, they are
 * read.
 *
 * @param {string} entry path below the repository
 * @param {boolean} [mayWrite] false: a bundle that holds is used, none is made
 * @returns {Promise<any>} the module
 */
export async function importBundled(entry, mayWrite = true) {
  const file = await bundle(entry, mayWrite).catch(() => undefined)
  if (file) return import(pathToFileURL(file).href)
  // It would keep what it compiles in the folder for temporary files.
  if (!mayWrite) process.env['TSX_DISABLE_CACHE'] = '1'
  if (!process.features.typescript) (await import('tsx/esm/api')).register()
  return import(pathToFileURL(join(repository, entry)).href)
}

/** The bundle of an entry, from before if its sources are as they were. Undefined when one may not be made. */
async function bundle(entry, mayWrite) {
  const folder = join(repository, '.cache', 'code')
  const record = join(folder, `${entry.replaceAll('/', '-')}.json`)
  const seal = openSeal(mayWrite)
  // Code that somebody else put there would run.
  if (!seal) return undefined
  const known = readRecord(record, seal)
  if (known?.entry === join(repository, entry) && existsSync(known.file) && known.sources.every(isAsBefore))
    return known.file
  if (!mayWrite) return undefined
  const { build } = await import('esbuild')
  const outdir = join(folder, `${process.pid}-${Date.now()}`)
  // Packages are in the bundle too; npm writes this file whenever it changes one.
  // A component of the platform exists because its folder does: the list of folders is a source, too.
  const watched = [join('node_modules', '.package-lock.json'), join('charts', 'platform')]
  const sources = watched
    .map((path) => join(repository, path))
    .filter(existsSync)
    .map(stateOf)
  await build({
    absWorkingDir: repository,
    bundle: true,
    entryPoints: { main: entry },
    format: 'esm',
    logLevel: 'silent',
    outdir,
    outExtension: { '.js': '.mjs' },
    // It runs a program that stands beside its own files.
    external: ['esbuild'],
    banner: { js: requireFor(entry) },
    platform: 'node',
    plugins: [ownPlace(sources)],
    // What a command does not need is not loaded: cdk8s by one that draws nothing.
    splitting: true,
    target: 'node20',
  })
  const file = join(outdir, 'main.mjs')
  const aside = `${record}.${process.pid}`
  const text = JSON.stringify({ entry: join(repository, entry), file, sources })
  writeFileSync(aside, `${text}\n${seal.of(text)}`)
  renameSync(aside, record)
  removeOld(folder, file)
  return file
}

/** Packages of the older kind ask for Node's own modules by `require`, which a module does not have. */
function requireFor(entry) {
  const place = JSON.stringify(pathToFileURL(join(repository, entry)).href)
  return `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(${place});`
}

/** In a bundle a module still finds the scripts and schemas that lie beside its source. Notes what was read. */
function ownPlace(sources) {
  return {
    name: 'own-place',
    setup(build) {
      build.onLoad({ filter: /\.(ts|json)$/ }, async ({ path }) => {
        // Looked at before it is read: what changes in between is read again the next time.
        sources.push(stateOf(path))
        const text = await readFile(path, 'utf8')
        if (path.endsWith('.json')) return { loader: 'json', contents: text }
        const place = JSON.stringify(pathToFileURL(path).href)
        return { loader: 'ts', contents: text.replaceAll('import.meta.url', place) }
      })
    },
  }
}

/** The last line seals the one before. */
function readRecord(path, seal) {
  try {
    const [text, sealed] = readFileSync(path, 'utf8').split('\n')
    return seal.holds(sealed, text) ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

function stateOf(path) {
  const { size, mtimeMs, ino } = statSync(path)
  return [path, size, mtimeMs, ino]
}

function isAsBefore([path, size, mtimeMs, ino]) {
  const found = statSync(path, { throwIfNoEntry: false })
  return found?.size === size && found.mtimeMs === mtimeMs && found.ino === ino
}

function removeOld(folder, current) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (!entry.isDirectory() || relative(path, dirname(current)) === '') continue
    if (Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true, force: true })
  }
}
