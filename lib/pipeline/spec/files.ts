import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { error, type Finding } from '../../findings/finding.ts'

/** Most bytes of a spec file; the largest of the samples has 2,300. */
export const mostBytes = 65_536

/** Spec files of a folder by their names, sorted, and everything there that is none. */
export interface SpecFolder {
  readonly files: readonly string[]
  readonly findings: readonly Finding[]
}

/**
 * Lists a folder of specs. Hidden files, documents and files with types alone are left out; anything else is a finding,
 * because in silence a tenant would just be missing. Links are findings too: their target is not in the pull request.
 */
export function listSpecs(root: string, folder: 'tenants' | 'clusters'): SpecFolder {
  const files: string[] = []
  const findings: Finding[] = []
  const at = join(root, folder)
  const found = lstatSync(at, { throwIfNoEntry: false })
  if (!found) return { files, findings }
  if (found.isSymbolicLink()) {
    return { files, findings: [error('stray-file', { file: folder }, { problem: 'link', folder: '.' })] }
  }
  for (const entry of readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry
    if (name.startsWith('.')) continue
    const stray = (problem: 'folder' | 'file' | 'link' | 'special') =>
      findings.push(error('stray-file', { file: `${folder}/${name}` }, { problem, folder }))
    if (entry.isSymbolicLink()) stray('link')
    else if (entry.isDirectory()) stray('folder')
    else if (!entry.isFile()) stray('special')
    else if (/\.md$|\.d\.ts$/.test(name)) continue
    else if (name.endsWith('.ts')) files.push(name)
    else stray('file')
  }
  return { files, findings }
}

/** Reads a spec file: a regular file of at most {@link mostBytes}, without waiting for anything else in its place. */
export function readSpec(
  root: string,
  file: string,
): { readonly text: string } | { readonly finding: Finding } {
  let descriptor: number | undefined
  try {
    // It may be another thing than when the folder was listed.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    descriptor = openSync(join(root, file), flags)
    if (!fstatSync(descriptor).isFile())
      return { finding: error('stray-file', { file }, { problem: 'special', folder: '' }) }
    const bytes = Buffer.alloc(mostBytes + 1)
    let length = 0
    for (let read = -1; read !== 0 && length <= mostBytes; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null)
    if (length > mostBytes) return { finding: tooLarge(file) }
    return decodeSpec(file, bytes.subarray(0, length))
  } catch (cause) {
    // Its message holds a path of this machine.
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException
    return { finding: error('unreadable', { file }, { systemError: code }) }
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** Text of a spec's bytes: at most {@link mostBytes}, in UTF-8. */
export function decodeSpec(
  file: string,
  bytes: Uint8Array,
): { readonly text: string } | { readonly finding: Finding } {
  if (bytes.length > mostBytes) return { finding: tooLarge(file) }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { finding: error('unreadable', { file }, { systemError: 'it is no UTF-8' }) }
  }
}

function tooLarge(file: string): Finding {
  return error('spec-limit', { file }, { problem: 'bytes', most: mostBytes })
}
