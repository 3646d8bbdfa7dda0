import { expect, test } from 'vitest'
import { crd, missingCrds, structural } from '../real/cluster/crds.ts'

test('a closed schema becomes a structural one', () => {
  expect(
    structural({
      type: 'object',
      additionalProperties: false,
      required: ['port'],
      properties: {
        port: { type: ['integer', 'string'] },
        mode: { const: 'fast' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    }),
  ).toEqual({
    type: 'object',
    required: ['port'],
    properties: {
      port: { 'x-kubernetes-int-or-string': true },
      mode: { type: 'string', enum: ['fast'] },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    },
  })
})

test('a list stays a map only when each of its keys is required', () => {
  const list = (required: readonly string[]) => ({
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
    items: { type: 'object', required, properties: { name: { type: 'string' } } },
  })
  expect(structural(list(['name']))).toMatchObject({ 'x-kubernetes-list-type': 'map' })
  expect(structural(list([]))).toMatchObject({ 'x-kubernetes-list-type': 'atomic' })
  expect(structural(list([]))['x-kubernetes-list-map-keys']).toBeUndefined()
})

test('the last version is stored; apiVersion, kind and metadata are the API server’s', () => {
  const schema = {
    type: 'object',
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    additionalProperties: false,
    properties: {
      apiVersion: { const: 'demo.example/v1' },
      kind: {},
      metadata: {},
      spec: { type: 'object' },
    },
  }
  const made = crd({ group: 'demo.example', kind: 'Widget', plural: 'widgets', scope: 'Namespaced' }, [
    ['v1beta1', schema],
    ['v1', schema],
  ])
  expect(made.metadata.name).toBe('widgets.demo.example')
  expect(made['spec']).toMatchObject({
    versions: [
      { name: 'v1beta1', storage: false },
      { name: 'v1', storage: true, schema: { openAPIV3Schema: { required: ['spec'], type: 'object' } } },
    ],
  })
  const [, last] = (made['spec'] as { versions: { schema: { openAPIV3Schema: { properties: object } } }[] })
    .versions
  expect(Object.keys(last?.schema.openAPIV3Schema.properties ?? {})).toEqual(['spec', 'status'])
})

const application = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'root', namespace: 'argocd' },
}

test('CRDs are made of custom kinds that nothing defines, and of no others', () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } }
  const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'a' } }
  const names = (...args: Parameters<typeof missingCrds>) =>
    missingCrds(...args).map(({ metadata }) => metadata.name)
  expect(names([application, service, policy, application], new Set())).toEqual(['applications.argoproj.io'])
  expect(names([application], new Set(['argoproj.io Application']))).toEqual([])
  const [own] = missingCrds([application], new Set())
  expect(names([application, own ?? application], new Set())).toEqual([])
})

test('a kind that was never imported is an error that says what to do', () => {
  const unknown = { apiVersion: 'demo.example/v1', kind: 'Widget', metadata: { name: 'a' } }
  expect(() => missingCrds([unknown], new Set())).toThrow(
    /no demo.example Widget: add the kind to kinds.json/,
  )
})
