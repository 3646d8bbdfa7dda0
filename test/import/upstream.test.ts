import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { upstream } from '../../lib/catalog/upstream.ts'
import { importUpstream } from '../../lib/import/upstream.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { isCrds } from '../support/dist.ts'
import { repository, subject } from '../support/workspace.ts'

const crd = (plural: string) => `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.demo.example
  labels: { release: words }
  annotations: { api-approved.kubernetes.io: yes-it-is }
spec:
  group: demo.example
  names: { kind: Widget, plural: ${plural} }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      additionalPrinterColumns: [{ name: Size, type: string, jsonPath: .spec.size, description: words }]
      schema:
        openAPIV3Schema:
          description: words
          type: object
          properties:
            spec:
              type: object
              default: { description: kept }
              properties:
                description: { type: string, description: words, enum: [description] }
                list: { type: array, items: { description: words, type: string } }
              x-kubernetes-validations: [{ rule: 'has(self.description)', message: kept }]
status: { storedVersions: [v0] }
`
const files = { 'crds/widgets.yaml': crd('widgets'), 'crds/gadgets.yaml': `${crd('gadgets')}${crd('nuts')}` }
const sum = (text: string) => createHash('sha256').update(text).digest('hex')
const pinned = (sums: Record<string, string>) => ({
  demo: { repository: 'o/r', tag: 'v1', files: sums },
})
const right = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, sum(text)]))

function temporary(): string {
  const path = mkdtempSync(join(tmpdir(), 'paddock-upstream-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function folder(): string {
  const root = temporary()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'o/r/v1', path)), { recursive: true })
    writeFileSync(join(root, 'o/r/v1', path), text)
  }
  return root
}

async function server(): Promise<string> {
  const http = createServer(({ url }, answer) => {
    const text = Object.entries(files).find(([path]) => url === `/o/r/v1/${path}`)?.[1]
    answer.writeHead(text === undefined ? 404 : 200).end(text)
  })
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    http.close()
  })
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

function written(root: string): Record<string, string> {
  return Object.fromEntries(listFiles(root).map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

test('an address and a folder give the same CRDs, one a file, without words', async () => {
  const [a, b] = [temporary(), temporary()]
  expect(await importUpstream({ root: a, pinned: pinned(right), from: await server() })).toBe(3)
  await importUpstream({ root: b, pinned: pinned(right), from: folder() })
  expect(written(a)).toEqual(written(b))
  expect(Object.keys(written(a))).toEqual([
    'lib/kube/crds/demo/gadgets.demo.example.json',
    'lib/kube/crds/demo/nuts.demo.example.json',
    'lib/kube/crds/demo/widgets.demo.example.json',
  ])
  const text = written(a)['lib/kube/crds/demo/widgets.demo.example.json'] ?? ''
  expect(text).not.toContain('words')
  expect(text).not.toContain('storedVersions')
  expect(JSON.parse(text)).toMatchObject({
    metadata: { name: 'widgets.demo.example', annotations: { 'api-approved.kubernetes.io': 'yes-it-is' } },
    spec: {
      versions: [
        {
          schema: {
            openAPIV3Schema: {
              properties: {
                spec: {
                  default: { description: 'kept' },
                  properties: { description: { type: 'string', enum: ['description'] } },
                  'x-kubernetes-validations': [{ message: 'kept' }],
                },
              },
            },
          },
        },
      ],
    },
  })
})

test('what is no longer pinned goes with the next import', async () => {
  const root = temporary()
  const from = folder()
  await importUpstream({ root, pinned: pinned(right), from })
  const { 'crds/gadgets.yaml': _, ...one } = right
  await importUpstream({ root, pinned: pinned(one), from })
  expect(Object.keys(written(root))).toEqual(['lib/kube/crds/demo/widgets.demo.example.json'])
})

test('a wrong sum and a missing file are both named, and nothing is written', async () => {
  const wrong = { ...right, 'crds/widgets.yaml': sum('other'), 'crds/gone.yaml': sum('') }
  for (const from of [folder(), await server()]) {
    const root = temporary()
    const run = importUpstream({ root, pinned: pinned(wrong), from })
    await expect(run).rejects.toThrow(
      /widgets\.yaml: its SHA-256 is .*, pinned is .*\n.*gone\.yaml: .*(no such file|404)/,
    )
    expect(written(root)).toEqual({})
  }
})

test('a file that holds more than CRDs is refused', async () => {
  const from = folder()
  const text = `${crd('widgets')}---\napiVersion: v1\nkind: Secret\n`
  writeFileSync(join(from, 'o/r/v1/crds/widgets.yaml'), text)
  const run = importUpstream({ root: temporary(), pinned: pinned({ 'crds/widgets.yaml': sum(text) }), from })
  await expect(run).rejects.toThrow('it holds Secret')
})

test('each pinned file is there as imported, and nothing else', () => {
  const imported = listFiles(join(repository, 'lib/kube/crds'))
  const count = Object.entries(upstream).map(([component, one]) => [component, Object.keys(one.files).length])
  const found = Object.keys(upstream).map((component) => [
    component,
    imported.filter((path) => path.startsWith(`${component}/`)).length,
  ])
  expect(found).toEqual(count)
  expect(imported.filter((path) => !Object.hasOwn(upstream, path.split('/')[0] ?? ''))).toEqual([])
})

test('dist holds the CRDs as they were imported, byte for byte the same in every cluster', () => {
  const dist = join(subject, 'dist')
  const seen = new Map<string, string>()
  for (const path of listFiles(dist).filter(isCrds)) {
    const [, file = ''] = path.split('/platform/')
    const text = readFileSync(join(dist, path), 'utf8')
    if (!seen.has(file)) {
      const [component = '', name = ''] = file.split('-crds/')
      const source = join(repository, 'lib/kube/crds', component, name.replace('.yaml', '.json'))
      expect(parse(text, { version: '1.1' }).spec).toEqual(JSON.parse(readFileSync(source, 'utf8')).spec)
      seen.set(file, text)
    }
    expect(text).toBe(seen.get(file))
  }
  expect(seen.size).toBeGreaterThan(30)
}, 60_000)
