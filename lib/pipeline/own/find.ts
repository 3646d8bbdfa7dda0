import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { error, type Finding } from '../../findings/finding.ts'

/** Folder of own charts below the root. */
export const ownFolder = 'charts/own'

/** A chart of those who run Paddock, found because its file is there. */
export interface OwnSource {
  readonly name: string
  /** Path from the root: `charts/own/status-page/index.ts`. */
  readonly file: string
}

/** Own charts of a root, by name, and findings for files that cannot be one. */
export function findOwnCharts(root: string): { sources: OwnSource[]; findings: Finding[] } {
  const sources: OwnSource[] = []
  const findings: Finding[] = []
  const entries = readdirIfThere(join(root, ownFolder)).filter(
    ({ name }) => !/^\.|\.md$|^tsconfig\.json$/.test(name),
  )
  for (const entry of entries) {
    const file = `${ownFolder}/${entry.name}`
    if (entry.isDirectory()) {
      if (existsSync(join(root, file, 'index.ts')))
        sources.push({ name: entry.name, file: `${file}/index.ts` })
      else findings.push(error('own-chart', { file }, { problem: 'no-index' }))
    } else if (entry.name.endsWith('.ts')) sources.push({ name: entry.name.slice(0, -3), file })
    else findings.push(error('own-chart', { file }, { problem: 'stray' }))
  }
  return { sources: sources.sort((a, b) => (a.name < b.name ? -1 : 1)), findings }
}

/** SHA-256 over every file of the folder. */
export function hashOwnCharts(root: string): string {
  const hash = createHash('sha256')
  const folder = join(root, ownFolder)
  const files = readdirIfThere(folder, true).filter((entry) => entry.isFile())
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort())
    hash.update(`\0${path.slice(folder.length)}\0`).update(readFileSync(path))
  return hash.digest('hex')
}

function readdirIfThere(folder: string, recursive = false) {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  }
}
