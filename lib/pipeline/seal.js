// Plain JavaScript: the program that bundles the commands uses it, too.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Seals what this user's own runs wrote into `.cache`: a file there that somebody else made, as a pull request can, is
 * not taken for theirs. The key lies outside of every repository.
 *
 * @param {boolean} mayWrite false: no key is made where there is none
 * @returns {import('./seal.d.ts').Seal | undefined}
 *   undefined where there is no key, so nothing of before may be trusted and nothing can be kept
 */
export function openSeal(mayWrite = true) {
  const key = readKey() ?? (mayWrite ? makeKey() : undefined)
  if (key === undefined) return undefined
  const writer = () => {
    const hash = createHmac('sha256', key)
    return { add: (text) => void hash.update(text), seal: () => hash.digest('hex') }
  }
  const of = (text) => createHmac('sha256', key).update(text).digest('hex')
  return {
    of,
    writer,
    holds(seal, text) {
      const [expected, given] = [Buffer.from(of(text)), Buffer.from(seal)]
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

const bytes = 32

/** @returns {string} */
function folder() {
  const cache = process.env['XDG_CACHE_HOME']
  return join(cache ? cache : join(homedir(), '.cache'), 'paddock')
}

/** @returns {Buffer | undefined} */
function readKey() {
  try {
    const key = readFileSync(join(folder(), 'seal.key'))
    return key.length === bytes ? key : undefined
  } catch {
    return undefined
  }
}

/** Of several runs that make it at once one makes it. */
function makeKey() {
  const file = join(folder(), 'seal.key')
  const aside = `${file}.${process.pid}`
  try {
    mkdirSync(folder(), { recursive: true })
    writeFileSync(aside, randomBytes(bytes), { mode: 0o600 })
    try {
      linkSync(aside, file)
    } finally {
      rmSync(aside, { force: true })
    }
  } catch {
    // Another run has made it, or the folder cannot be written.
  }
  return readKey()
}
