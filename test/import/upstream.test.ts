import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { registry } from '../../charts/platform/registry.ts'
import { componentKinds } from '../../lib/import/component-kinds.ts'
import type { CrdFile } from '../../lib/import/crds.ts'
import { importUpstream } from '../../lib/import/upstream.ts'
import type { CrdSource, CrdSources } from '../../lib/kube/component.ts'
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
const pinned = (sums: Record<string, string>, kinds: CrdSource['kinds'] = {}) => [
  {
    component: 'demo-app',
    sources: {
      demo: { clusters: ['regional'], repository: 'o/r', tag: 'v1', files: sums, kinds },
    } satisfies CrdSources,
  },
]
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
    'charts/platform/demo-app/crds/demo/gadgets.demo.example.json',
    'charts/platform/demo-app/crds/demo/nuts.demo.example.json',
    'charts/platform/demo-app/crds/demo/widgets.demo.example.json',
  ])
  const text = written(a)['charts/platform/demo-app/crds/demo/widgets.demo.example.json'] ?? ''
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
  expect(Object.keys(written(root))).toEqual(['charts/platform/demo-app/crds/demo/widgets.demo.example.json'])
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

test('the kinds that a component declares get a type, a closed schema and their resource', async () => {
  const root = temporary()
  const kinds = { 'demo.example/v1 Widget': { spec: ['list'] } }
  await importUpstream({ root, pinned: pinned(right, kinds), from: folder() })
  const { 'charts/platform/demo-app/kinds/resources.json': resources = '', ...all } = written(root)
  expect(JSON.parse(resources)).toEqual({
    'demo.example/v1 Widget': { plural: 'widgets', scope: 'Namespaced' },
  })
  const at = 'charts/platform/demo-app/kinds/demo.example/Widget-v1'
  expect(all[`${at}.ts`]).toContain('list?: string[]')
  expect(all[`${at}.ts`]).not.toContain('description')
  expect(JSON.parse(all[`${at}.json`] ?? '').properties.spec).toMatchObject({ additionalProperties: false })
})

test.each([
  [{ 'demo.example/v1 Gadget': {} }, 'no CRD for demo.example/v1 Gadget in charts/platform/demo-app/crds.ts'],
  [{ 'demo.example/v2 Widget': {} }, 'no CRD for demo.example/v2 Widget in charts/platform/demo-app/crds.ts'],
  [
    { 'demo.example/v1 Widget': { spec: ['lisst'] } },
    'demo-app/crds.ts: demo.example/v1 Widget spec has no field',
  ],
])('kinds %j are an error, and nothing is written', async (kinds: CrdSource['kinds'], message) => {
  const root = temporary()
  const run = importUpstream({ root, pinned: pinned(right, kinds), from: folder() })
  await expect(run).rejects.toThrow(message)
  expect(written(root)).toEqual({})
})

test('the import of one component leaves the files of the others as they are', async () => {
  const root = temporary()
  const other = 'charts/platform/other/crds/other/kept.json'
  mkdirSync(dirname(join(root, other)), { recursive: true })
  writeFileSync(join(root, other), '{}')
  const options = { root, pinned: pinned(right), from: folder() }
  await importUpstream({ ...options, only: 'demo-app' })
  expect(Object.keys(written(root))).toHaveLength(4)
  await expect(importUpstream({ ...options, only: 'demo' })).rejects.toThrow('component demo brings no CRDs')
  await importUpstream(options)
  expect(Object.keys(written(root))).toHaveLength(3)
})

/** The CRDs that a component keeps have no descriptions, of which the import makes comments. */
const withoutComments = (text: string) => text.replaceAll(/^[ \t]*\/\*\*[\s\S]*?\*\/\n/gm, '')

const components = join(repository, 'charts/platform')

test('each component has the CRDs and kinds of the files that it pins, and no others', async () => {
  for (const { name, crds = {} } of registry) {
    const found = listFiles(join(components, name)).filter((path) => /^(crds|kinds)\//.test(path))
    const imported = found.filter((path) => path.startsWith('crds/'))
    for (const [operator, { files }] of Object.entries(crds))
      expect(imported.filter((path) => path.startsWith(`crds/${operator}/`))).toHaveLength(
        Object.keys(files).length,
      )
    const texts = imported.map((path) => readFileSync(join(components, name, path), 'utf8'))
    const documents = texts.map((text) => JSON.parse(text) as CrdFile)
    const kinds = new Map(await componentKinds(crds, documents, name))
    expect(found.filter((path) => path.startsWith('kinds/')).sort()).toEqual([...kinds.keys()].sort())
    for (const [path, text] of kinds)
      expect(withoutComments(readFileSync(join(components, name, path), 'utf8')), path).toBe(
        withoutComments(text),
      )
  }
})

test('dist holds the CRDs as they were imported, byte for byte the same in every cluster', () => {
  const dist = join(subject, 'dist')
  const seen = new Map<string, string>()
  for (const path of listFiles(dist).filter(isCrds)) {
    const [, file = ''] = path.split('/platform/')
    const text = readFileSync(join(dist, path), 'utf8')
    if (!seen.has(file)) {
      const [operator = '', name = ''] = file.split('-crds/')
      const component = registry.find(({ crds = {} }) => Object.hasOwn(crds, operator))?.name ?? ''
      const source = join(components, component, 'crds', operator, name.replace('.yaml', '.json'))
      expect(parse(text, { version: '1.1' }).spec).toEqual(JSON.parse(readFileSync(source, 'utf8')).spec)
      seen.set(file, text)
    }
    expect(text).toBe(seen.get(file))
  }
  expect(seen.size).toBeGreaterThan(30)
}, 60_000)
