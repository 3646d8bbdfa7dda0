import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { SpecCache } from './load.ts'
import { openSeal, type Seal } from './seal.js'

/** A file that a unit came to: path below dist, size, time of change, and a digest for when the time is another. */
type FileRecord = readonly [path: string, size: number, mtimeMs: number, digest: string]

/** A unit by its folder below dist, and a key that changes with the files that it is made from. */
export interface UnitId {
  readonly name: string
  readonly key: string
}

/** Record of a unit that was made, verified and written. */
interface UnitRecord {
  readonly key: string
  readonly objects: number
  readonly files: readonly FileRecord[]
}

/** Knows which specs and units of before still hold, so that they need not be made and verified again. */
export interface SynthCache extends SpecCache {
  /** Files with their bytes and objects of a unit, if all its files are on disk as they were written. */
  unit(id: UnitId): { readonly sizes: ReadonlyMap<string, number>; readonly objects: number } | undefined
  /** True if a file of the unit was valid with the same bytes when the unit was last made, even from other inputs. */
  wasValid(id: UnitId): (path: string, content: string) => boolean
  /** Notes a unit that is made anew; `save` looks at its files after they are written. */
  note(id: UnitId, objects: number, files: ReadonlyMap<string, string>): void
  /** Writes what holds now; what was not asked for is forgotten. */
  save(): void
}

/** A cache that knows nothing and keeps nothing. */
export const noCache: SynthCache = {
  get: () => undefined,
  set: () => {},
  unit: () => undefined,
  wasValid: () => () => false,
  note: () => {},
  save: () => {},
}

/**
 * Opens the cache file of a root. Entries are lines of JSON, parsed when asked for; a file of another version of the
 * code, a broken one, or one that no run of this user wrote, counts as empty.
 *
 * @param mayWrite false: `save` is not called, so no key for the seal is made
 */
export function openCache(root: string, dist: string, code: string, mayWrite = true): SynthCache {
  const path = join(root, '.cache', 'synth.ndjson')
  // Relative: the cache of a folder that was copied or moved holds there, too.
  const version = `${code} ${relative(root, dist)}`
  const seal = openSeal(mayWrite)
  const before = seal ? readLines(path, version, seal) : new Map<string, string>()
  const now = new Map<string, string>()
  /** As text: a fleet has tens of thousands of files. */
  const made: { id: UnitId; objects: number; files: string }[] = []

  const recall = (key: string): string | undefined => {
    const line = before.get(key)
    if (line !== undefined) now.set(key, line)
    return line
  }
  return {
    get(hash) {
      const line = recall(`spec ${hash}`)
      return line === undefined ? undefined : JSON.parse(line)
    },
    set(hash, spec) {
      now.set(`spec ${hash}`, JSON.stringify(spec))
    },
    unit({ name, key }) {
      const line = before.get(`unit ${name}`)
      if (line === undefined) return undefined
      const { key: known, objects, files } = JSON.parse(line) as UnitRecord
      if (known !== key || !files.every((file) => holds(dist, file))) return undefined
      now.set(`unit ${name}`, line)
      return { sizes: new Map(files.map(([file, size]) => [file, size])), objects }
    },
    wasValid({ name }) {
      const line = before.get(`unit ${name}`)
      if (line === undefined) return () => false
      const sums = new Map((JSON.parse(line) as UnitRecord).files.map(([file, , , sum]) => [file, sum]))
      return (file, content) => sums.get(file) === digest(content)
    },
    note(id, objects, files) {
      const sums = [...files].map(([file, content]) => [file, digest(content)])
      made.push({ id, objects, files: JSON.stringify(sums) })
    },
    save() {
      if (seal) writeLines(path, version, lines(), seal)
    },
  }

  function* lines(): Generator<readonly [key: string, value: string]> {
    yield* now
    for (const { id, objects, files } of made) {
      const sums = JSON.parse(files) as [file: string, sum: string][]
      const records = sums.map(([file, sum]): FileRecord => {
        const { size, mtimeMs } = statSync(join(dist, file))
        return [file, size, mtimeMs, sum]
      })
      yield [`unit ${id.name}`, JSON.stringify({ key: id.key, objects, files: records } satisfies UnitRecord)]
    }
  }
}

/** Size and time first, as git does; the content only when the time is another. */
function holds(dist: string, [path, size, mtimeMs, sum]: FileRecord): boolean {
  const found = statSync(join(dist, path), { throwIfNoEntry: false })
  if (!found?.isFile() || found.size !== size) return false
  return found.mtimeMs === mtimeMs || digest(readFileSync(join(dist, path), 'utf8')) === sum
}

function digest(content: string): string {
  // Cut as bytes: a part of a string keeps all of it in memory, and there is one for each file of the fleet.
  return createHash('sha256').update(content).digest().toString('hex', 0, 12)
}

/** The last line seals all before it. */
function readLines(path: string, version: string, seal: Seal): Map<string, string> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return new Map()
  }
  const end = text.lastIndexOf('\n')
  const content = text.slice(0, end)
  if (end < 0 || !seal.holds(text.slice(end + 1), content)) return new Map()
  const [first, ...lines] = content.split('\n')
  if (first !== version) return new Map()
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const tab = line.indexOf('\t')
      return tab < 0 ? [] : [[line.slice(0, tab), line.slice(tab + 1)]]
    }),
  )
}

function writeLines(
  path: string,
  version: string,
  lines: Iterable<readonly [string, string]>,
  seal: Seal,
): void {
  mkdirSync(dirname(path), { recursive: true })
  const aside = `${path}.${process.pid}`
  const file = openSync(aside, 'w')
  const writer = seal.writer()
  const write = (text: string) => {
    writer.add(text)
    writeSync(file, text)
  }
  try {
    write(version)
    for (const [key, value] of lines) write(`\n${key}\t${value}`)
    writeSync(file, `\n${writer.seal()}`)
  } finally {
    closeSync(file)
  }
  renameSync(aside, path)
}
