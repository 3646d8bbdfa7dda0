import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { celName } from '../../lib/verify/cel-value.ts'
import { checkSchemas } from '../../lib/verify/schema.ts'
import { isCron } from '../../lib/verify/strict/cron.ts'
import { expressionProblem } from '../../lib/verify/strict/expression.ts'
import { parseQuantity } from '../../lib/verify/strict/quantity.ts'

/** Fields of findings on an object; a suite of `verify:cluster` asks an API server about thousands. */
function places(object: KubeObject): string[] {
  const { findings } = checkSchemas([{ path: 'a.yaml', objects: [object] }], { claims: new Map() })
  return findings.map(({ field }) => field.split(' ')[1] ?? '')
}

const container = { name: 'a', image: 'a.example/a:1' }

function deployment(spec: object, one: object = {}, pod: object = {}): KubeObject {
  const labels = { app: 'a' }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'b' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...pod, containers: [{ ...container, ...one }] } },
      ...spec,
    },
  }
}

function object(apiVersion: string, kind: string, rest: object): KubeObject {
  return { apiVersion, kind, metadata: { name: 'a', namespace: 'b' }, ...rest }
}

const at = 'spec.template.spec.containers[0]'
const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }

test('the plain objects of this test are valid', () => {
  expect(places(deployment({}))).toEqual([])
  expect(
    places(
      object('autoscaling/v2', 'HorizontalPodAutoscaler', {
        spec: { scaleTargetRef: target, maxReplicas: 1 },
      }),
    ),
  ).toEqual([])
})

describe('the API server’s own rules are findings of the schema', () => {
  test.each<[string, KubeObject, string]>([
    [
      'a quantity',
      deployment({}, { resources: { limits: { memory: '12Gx' } } }),
      `${at}.resources.limits.memory`,
    ],
    ['an enum', deployment({ strategy: { type: 'Sometimes' } }), 'spec.strategy.type'],
    [
      'an empty list',
      deployment({ template: { metadata: { labels: { app: 'a' } }, spec: { containers: [] } } }),
      'spec.template.spec.containers',
    ],
    ['a port', deployment({}, { ports: [{ containerPort: 65_536 }] }), `${at}.ports[0].containerPort`],
    [
      'the name of a port',
      deployment({}, { ports: [{ containerPort: 80, name: 'Web' }] }),
      `${at}.ports[0].name`,
    ],
    ['a number below zero', deployment({ replicas: -1 }), 'spec.replicas'],
    ['a number above 32 bits', deployment({ minReadySeconds: 2 ** 31 }), 'spec.minReadySeconds'],
    [
      'a combination',
      deployment({ strategy: { type: 'Recreate', rollingUpdate: {} } }),
      'spec.strategy.rollingUpdate',
    ],
    [
      'a label in a selector',
      deployment({}, {}, { nodeSelector: { a: 'b c' } }),
      'spec.template.spec.nodeSelector',
    ],
    [
      'a request above its limit',
      deployment({}, { resources: { limits: { cpu: '1' }, requests: { cpu: '1500m' } } }),
      `${at}.resources.requests.cpu`,
    ],
    [
      'a selector of other pods',
      deployment({ selector: { matchLabels: { app: 'b' } } }),
      'spec.template.metadata.labels',
    ],
    [
      'a mount of no volume',
      deployment({}, { volumeMounts: [{ name: 'x', mountPath: '/x' }] }),
      `${at}.volumeMounts[0].name`,
    ],
    [
      'the host of a probe',
      deployment({}, { livenessProbe: { httpGet: { port: 80, host: '127.0.0.1' } } }),
      `${at}.livenessProbe.httpGet.host`,
    ],
    [
      'the host of a hook',
      deployment({}, { lifecycle: { preStop: { tcpSocket: { port: 80, host: 'b' } } } }),
      `${at}.lifecycle.preStop.tcpSocket.host`,
    ],
    [
      'min above max',
      object('autoscaling/v2', 'HorizontalPodAutoscaler', {
        spec: { scaleTargetRef: target, minReplicas: 3, maxReplicas: 2 },
      }),
      'spec.maxReplicas',
    ],
    [
      'two budgets at once',
      object('policy/v1', 'PodDisruptionBudget', {
        spec: { selector: {}, minAvailable: 1, maxUnavailable: 1 },
      }),
      'spec.maxUnavailable',
    ],
    [
      'a path outside its block',
      object('networking.k8s.io/v1', 'NetworkPolicy', {
        spec: {
          podSelector: {},
          ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/9'] } }] }],
        },
      }),
      'spec.ingress[0].from[0].ipBlock.except[0]',
    ],
    [
      'metadata of the server',
      { ...deployment({}), metadata: { name: 'a', namespace: 'b', uid: 'x' } as never },
      'metadata.uid',
    ],
  ])('%s', (_, one, field) => {
    expect(places(one)).toEqual([field])
  })
})

test.each(['0 3 * * *', '*/5 0-6 1,15 jan-mar mon', '@daily'])('%s is a schedule', (text) => {
  expect(isCron(text)).toBe(true)
})

test.each(['61 * * * *', '* * * *', '5-1 * * * *', '*/0 * * * *', '@often', '* * 0 * *', '* * * * 7'])(
  '%s is no schedule',
  (text) => {
    expect(isCron(text)).toBe(false)
  },
)

test('quantities are numbers', () => {
  expect(['1500m', '2', '4Gi', '1e3', '.5', 3].map(parseQuantity)).toEqual([1.5, 2, 2 ** 32, 1000, 0.5, 3])
  expect(['12Gx', '', '1.5.5', '1 Gi', 'Gi', true].map(parseQuantity)).toEqual(Array(6).fill(undefined))
})

test('fields have the names that CEL gives them', () => {
  expect(['namespace', 'a-b', 'a__b', 'x.y/z', 'name'].map(celName)).toEqual([
    '__namespace__',
    'a__dash__b',
    'a__underscores__b',
    'x__dot__y__slash__z',
    'name',
  ])
})

test('an expression has its syntax, its variables and its result', () => {
  const problem = (text: string) => expressionProblem(text, ['object'], 'bool')
  expect(problem('object.a == 1 && has(object.b)')).toBeUndefined()
  expect(problem('quantity(object.a).isLessThan(quantity("1"))')).toBeUndefined()
  for (const text of ['object.a ==', 'other.a', '30', '"x"']) expect(problem(text), text).toBeDefined()
})
