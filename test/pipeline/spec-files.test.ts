import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { formatFindings } from '../../lib/cli/print.ts'
import { decodeSpec, listSpecs, mostBytes, readSpec } from '../../lib/pipeline/spec/files.ts'

const plain = { bold: String, dim: String, red: String, yellow: String, cyan: String } as never

function folder(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'paddock-files-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries({ 'tenants/acme.ts': 'acme', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const listed = (root: string) => {
  const { files, findings } = listSpecs(root, 'tenants')
  return [...files, ...findings.map(({ file, facts }) => `${file} ${(facts as { problem: string }).problem}`)]
}

test('links, pipes, sockets, folders and files of other kinds are findings by their name', async () => {
  const root = folder({
    'tenants/team/b.ts': '',
    'tenants/c.ts/d.ts': '',
    'tenants/e.js': '',
    'outside.ts': 'secret',
  })
  const at = (name: string) => join(root, 'tenants', name)
  symlinkSync('../outside.ts', at('link.ts'))
  symlinkSync('/dev/zero', at('endless.ts'))
  symlinkSync('nowhere', at('dangling.md'))
  symlinkSync('..', at('folder.ts'))
  execFileSync('mkfifo', [at('pipe.ts')])
  const server = createServer().listen(at('socket.ts'))
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  expect(listed(root)).toEqual([
    'acme.ts',
    'tenants/c.ts folder',
    'tenants/dangling.md link',
    'tenants/e.js file',
    'tenants/endless.ts link',
    'tenants/folder.ts link',
    'tenants/link.ts link',
    'tenants/pipe.ts special',
    'tenants/socket.ts special',
    'tenants/team folder',
  ])
  // An editor's lock is a hidden link to nothing.
  symlinkSync('me@host.1', at('.#acme.ts'))
  expect(listed(root)).toHaveLength(10)
})

test('a folder of specs that is a link is not followed', () => {
  const root = folder()
  renameSync(join(root, 'tenants'), join(root, 'others'))
  symlinkSync('others', join(root, 'tenants'))
  expect(listed(root)).toEqual(['tenants link'])
  expect(listSpecs(root, 'clusters')).toEqual({ files: [], findings: [] })
})

test('what replaces a file after it was listed is not read, and does not stop the run', () => {
  const root = folder({ 'outside.ts': 'secret' })
  const path = join(root, 'tenants/acme.ts')
  const replaced = (make: () => void) => {
    rmSync(path, { recursive: true, force: true })
    make()
    const read = readSpec(root, 'tenants/acme.ts')
    return 'finding' in read ? [read.finding.code, read.finding.facts] : read.text
  }
  expect(replaced(() => symlinkSync('../outside.ts', path))).toEqual(['unreadable', { systemError: 'ELOOP' }])
  expect(replaced(() => execFileSync('mkfifo', [path]))).toMatchObject(['stray-file', { problem: 'special' }])
  expect(replaced(() => mkdirSync(path))).toMatchObject(['stray-file', { problem: 'special' }])
  expect(replaced(() => {})).toEqual(['unreadable', { systemError: 'ENOENT' }])
  expect(replaced(() => writeFileSync(path, 'again'))).toBe('again')
})

test('a file has at most 64 KiB, in UTF-8', () => {
  const root = folder()
  const read = (content: string | Buffer) => {
    writeFileSync(join(root, 'tenants/acme.ts'), content)
    const found = readSpec(root, 'tenants/acme.ts')
    return 'finding' in found ? found.finding.code : found.text.length
  }
  expect(read(' '.repeat(mostBytes))).toBe(65_536)
  expect(read(' '.repeat(mostBytes + 1))).toBe('spec-limit')
  expect(read('é'.repeat(mostBytes / 2 + 1))).toBe('spec-limit')
  expect(read(Buffer.from([0x61, 0xff]))).toBe('unreadable')
  expect(decodeSpec('tenants/x.ts', Buffer.alloc(mostBytes + 1))).toMatchObject({
    finding: { code: 'spec-limit' },
  })
})

test('names that would move a cursor, set a colour or begin a line are printed escaped', () => {
  const names = [
    '\u001b[2J\u001b[31m.js',
    'a\n✖ acme.ts  (all-is-well)\n.js',
    '\u009b31m.js',
    'a\u202egpj.js',
    '\r.js',
  ]
  const root = folder(Object.fromEntries(names.map((name) => [`tenants/${name}`, ''])))
  const text = formatFindings(listSpecs(root, 'tenants').findings, plain)
  expect(
    text
      .split('\n')
      .filter((line) => line.startsWith('✖'))
      .map((line) => line.split('  ')[0]),
  ).toEqual([
    '✖ tenants/\\r.js',
    '✖ tenants/\\u001b[2J\\u001b[31m.js',
    '✖ tenants/\\u009b31m.js',
    '✖ tenants/a\\n✖ acme.ts',
    '✖ tenants/a\\u202egpj.js',
  ])
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})
