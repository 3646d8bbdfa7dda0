import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { importKinds } from '../../lib/import/import.ts'
import { listFiles } from '../../lib/write/stage.ts'

const swagger = {
  definitions: {
    'io.k8s.api.core.v1.ConfigMap': {
      description: 'long words',
      type: 'object',
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
        data: { type: 'object', additionalProperties: { type: 'string' } },
        state: { type: 'string' },
      },
      'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'ConfigMap' }],
    },
    'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': {
      type: 'object',
      properties: {
        name: { type: 'string' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
    'io.k8s.api.core.v1.Unused': { type: 'object' },
  },
}
/** Code of Kubernetes that names the values of a field; the swagger file does not. */
const openapi = `func schema_k8sio_api_core_v1_ConfigMap(ref common.ReferenceCallback) common.OpenAPIDefinition {
\t\t\t\t\t"state": {
\t\t\t\t\t\tSchemaProps: spec.SchemaProps{
\t\t\t\t\t\t\tEnum:        []interface{}{"open", "closed"},
`
const crd = (name: string) => `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${name.toLowerCase()}s.demo.example }
spec:
  group: demo.example
  names: { kind: ${name}, plural: ${name.toLowerCase()}s }
  scope: Namespaced
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: { type: integer, description: words }
                mode: { type: string, enum: [fast, slow] }
                other: { type: string }
                tags: { type: object, additionalProperties: { type: string } }
            status: { type: object, properties: { ready: { type: boolean } } }
`

const folder = { 'crds/a.yaml': crd('Other'), 'crds/b.yaml': crd('Widget') }

/** @param given files of CRDs; the wanted kind second in a folder: its order must not matter */
function sources(
  kinds: readonly string[],
  narrowing: object = {},
  given: Readonly<Record<string, string>> = folder,
) {
  const root = mkdtempSync(join(tmpdir(), 'paddock-import-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  write('out/lib/kube/kinds.json', JSON.stringify(kinds))
  write('out/lib/kube/narrow.json', JSON.stringify(narrowing))
  write('k8s/api/openapi-spec/swagger.json', JSON.stringify(swagger))
  write('k8s/pkg/generated/openapi/zz_generated.openapi.go', openapi)
  for (const [path, text] of Object.entries(given)) write(path, text)
  const crds = Object.keys(given).map((path) => join(root, path.split('/')[0] ?? ''))
  const run = () =>
    importKinds({ root: join(root, 'out'), crds: [...new Set(crds)], kubernetes: join(root, 'k8s') })
  const read = () =>
    Object.fromEntries(
      listFiles(join(root, 'out')).map((path) => [path, readFileSync(join(root, 'out', path), 'utf8')]),
    )
  return { run, read }
}

const kinds = ['v1 ConfigMap', 'demo.example/v1 Widget']

test('types and closed schemas come out, twice the same', async () => {
  const { run, read } = sources(kinds)
  await run()
  const first = read()
  await run()
  expect(read()).toEqual(first)
  expect(
    Object.keys(first).filter((path) => !path.endsWith('kinds.json') && !path.endsWith('narrow.json')),
  ).toEqual([
    'crossplane/provider-aws/index.ts',
    'lib/kube/resources.json',
    'lib/kube/schemas/demo.example/Widget-v1.json',
    'lib/kube/schemas/kubernetes.json',
    'lib/kube/types/any.ts',
    'lib/kube/types/demo.example/Widget-v1.ts',
    'lib/kube/types/kubernetes.ts',
  ])
  expect(JSON.parse(first['lib/kube/resources.json'] ?? '')).toEqual({
    'demo.example Widget': { plural: 'widgets', scope: 'Namespaced' },
  })
  const schema = JSON.parse(first['lib/kube/schemas/demo.example/Widget-v1.json'] ?? '')
  expect(schema).toMatchObject({ additionalProperties: false, required: ['apiVersion', 'kind', 'metadata'] })
  expect(schema.properties.status).toBeUndefined()
  expect(schema.properties.spec).toMatchObject({ additionalProperties: false, required: ['size'] })
  expect(JSON.stringify(schema)).not.toContain('words')
  expect(first['lib/kube/types/demo.example/Widget-v1.ts']).toContain("mode?: 'fast' | 'slow'")
  expect(first['lib/kube/types/kubernetes.ts']).not.toContain('Unused')
  const builtIn = JSON.parse(first['lib/kube/schemas/kubernetes.json'] ?? '')
  expect(builtIn.definitions.ConfigMap.properties.state.enum).toEqual(['open', 'closed'])
})

test('a description is the comment of its field, in the types alone', async () => {
  const { run, read } = sources(kinds)
  await run()
  const files = read()
  expect(files['lib/kube/types/demo.example/Widget-v1.ts']).toMatch(
    /\/\*\*\n +\* words\n +\*\/\n +size: number/,
  )
  expect(files['lib/kube/types/kubernetes.ts']).toMatch(
    /\/\*\*\n \* long words\n \*\/\nexport interface ConfigMap/,
  )
  expect(files['lib/kube/schemas/kubernetes.json']).not.toContain('words')
})

test('a second source of a kind adds descriptions, but neither fields nor limits', async () => {
  const bare = crd('Widget').replace(', description: words', '')
  const wordy = bare
    .replace('size: { type: integer', 'size: { type: string, description: "every */5 minutes"')
    .replace('other:', 'extra: { type: string, description: none }\n                other:')
  const { run, read } = sources(kinds, {}, { 'first/w.yaml': bare, 'second/w.yaml': wordy })
  await run()
  const files = read()
  const type = files['lib/kube/types/demo.example/Widget-v1.ts']
  expect(type).toMatch(/\* every \*\\\/5 minutes\n +\*\/\n +size: number/)
  expect(type).not.toContain('extra')
  const alone = sources(kinds, {}, { 'first/w.yaml': bare })
  await alone.run()
  const schema = 'lib/kube/schemas/demo.example/Widget-v1.json'
  expect(files[schema]).toBe(alone.read()[schema])
})

test('a field may have the name of a keyword', async () => {
  const named = crd('Widget').replace(
    'other: { type: string }',
    'description: { type: string }\n                format: { type: string }\n                not: { type: object }',
  )
  const { run, read } = sources(kinds, {}, { 'crds/w.yaml': named })
  await run()
  const type = read()['lib/kube/types/demo.example/Widget-v1.ts']
  for (const field of ['description?: string', 'format?: string', 'not?: ']) expect(type).toContain(field)
})

test('a release file, of many documents and more than CRDs, gives the same as a folder', async () => {
  const asFolder = sources(kinds)
  await asFolder.run()
  const release = [
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: demo }\n',
    crd('Other'),
    crd('Widget'),
    '---\n# nothing but a comment\n',
    '---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: demo.example }\n',
  ].join('')
  const asFile = sources(kinds, {}, { 'release.yaml': release })
  await asFile.run()
  expect(asFile.read()).toEqual(asFolder.read())
})

test('narrowed fields are left out of type and schema', async () => {
  const { run, read } = sources(kinds, { 'demo.example/v1 Widget': { spec: ['size', 'mode'] } })
  await run()
  const files = read()
  expect(files['lib/kube/types/demo.example/Widget-v1.ts']).not.toContain('other')
  expect(files['lib/kube/schemas/demo.example/Widget-v1.json']).not.toContain('other')
})

test.each([
  [['demo.example/v1 Gadget'], {}, 'no CRD for demo.example/v1 Gadget'],
  [['demo.example/v2 Widget'], {}, 'no CRD for demo.example/v2 Widget'],
  [['v1 Pod'], {}, 'has no v1 Pod'],
  [['not a kind'], {}, 'not of the form'],
  [kinds, { 'demo.example/v1 Widget': { spek: ['size'] } }, 'spek does not exist'],
  [kinds, { 'demo.example/v1 Widget': { spec: ['sise'] } }, 'has no field sise'],
])('%j with %j fails, and nothing is written', async (wanted, narrowing, message) => {
  const { run, read } = sources(wanted, narrowing)
  const before = read()
  await expect(run()).rejects.toThrow(message)
  expect(read()).toEqual(before)
})
