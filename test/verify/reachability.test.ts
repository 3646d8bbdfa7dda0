import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NetworkPolicy, NetworkPolicyPeer } from '../../lib/kube/types/kubernetes.ts'
import { opening, podReachesBlock, podReachesPod } from '../../lib/verify/reachability/allows.ts'
import { covers, overlap, parseBlock, reaches } from '../../lib/verify/reachability/cidr.ts'
import { proveTenantIsolation } from '../../lib/verify/reachability/isolation.ts'
import {
  type Labels,
  type NetworkModel,
  namespaceNameLabel,
  networkModel,
  type PodModel,
  type PolicyModel,
} from '../../lib/verify/reachability/model.ts'
import { validManifest } from '../support/valid.ts'

type Spec = NonNullable<NetworkPolicy['spec']>

const pod = (namespace: string, name: string, labels: Labels = { app: name }): PodModel => ({
  owner: `Deployment/${name}`,
  namespace,
  labels,
  namedPorts: { 'TCP http': 8080 },
  hostNetwork: false,
})
const policy = (namespace: string, spec: Spec, name = 'p'): PolicyModel => ({
  file: 'f',
  name,
  namespace,
  spec,
})
const world = (...policies: PolicyModel[]): NetworkModel => ({
  pods: [],
  policies,
  namespaces: new Map(
    ['n', 'm'].map((name) => [name, { [namespaceNameLabel]: name, team: name.toUpperCase() }]),
  ),
})
const a = pod('n', 'a')
const b = pod('n', 'b')
const c = pod('m', 'c')
const reading = { kind: 'pessimistic', podBlocks: [parseBlock('10.0.0.0/8')] } as const

// The cases of the API's documentation. @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
describe('policies mean what Kubernetes says', () => {
  const open = (from: PodModel, to: PodModel, port: number, ...policies: PolicyModel[]) =>
    podReachesPod(world(...policies), from, to, port, 'TCP', reading) !== undefined
  const all = {}
  const one = (name: string) => ({ matchLabels: { app: name } })
  const cases: [string, boolean, boolean][] = [
    ['no policy: everything', open(a, b, 80), true],
    ['an empty policy on the target closes it', open(a, b, 80, policy('n', { podSelector: all })), false],
    ['of another namespace it says nothing', open(a, b, 80, policy('m', { podSelector: all })), true],
    [
      'a policy on ingress leaves egress open',
      open(b, c, 80, policy('n', { podSelector: all, policyTypes: ['Ingress'] })),
      true,
    ],
    [
      'an empty list of peers is any peer',
      open(c, b, 80, policy('n', { podSelector: all, ingress: [{}] })),
      true,
    ],
    [
      'a pod selector alone is of the own namespace',
      open(c, b, 80, policy('n', { podSelector: all, ingress: [{ from: [{ podSelector: all }] }] })),
      false,
    ],
    [
      'an empty namespace selector is every namespace',
      open(c, b, 80, policy('n', { podSelector: all, ingress: [{ from: [{ namespaceSelector: all }] }] })),
      true,
    ],
    [
      'both selectors must hold',
      open(
        c,
        b,
        80,
        policy('n', {
          podSelector: all,
          ingress: [{ from: [{ namespaceSelector: all, podSelector: one('a') }] }],
        }),
      ),
      false,
    ],
    [
      'two peers: one is enough',
      open(
        c,
        b,
        80,
        policy('n', {
          podSelector: all,
          ingress: [{ from: [{ podSelector: one('a') }, { namespaceSelector: all }] }],
        }),
      ),
      true,
    ],
    [
      'a port by its name',
      open(a, b, 8080, policy('n', { podSelector: all, ingress: [{ ports: [{ port: 'http' }] }] })),
      true,
    ],
    [
      'a range of ports',
      open(a, b, 85, policy('n', { podSelector: all, ingress: [{ ports: [{ port: 80, endPort: 90 }] }] })),
      true,
    ],
    [
      'beyond the range',
      open(a, b, 91, policy('n', { podSelector: all, ingress: [{ ports: [{ port: 80, endPort: 90 }] }] })),
      false,
    ],
    [
      'UDP is not TCP',
      open(
        a,
        b,
        53,
        policy('n', { podSelector: all, ingress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] }),
      ),
      false,
    ],
    [
      'policies add up',
      open(
        a,
        b,
        80,
        policy('n', { podSelector: all }),
        policy('n', { podSelector: one('b'), ingress: [{}] }, 'q'),
      ),
      true,
    ],
    [
      'egress rules without types close egress',
      open(a, c, 80, policy('n', { podSelector: one('a'), egress: [{ to: [{ podSelector: all }] }] })),
      false,
    ],
    [
      'an expression that is not met',
      open(
        c,
        b,
        80,
        policy('n', {
          podSelector: all,
          ingress: [
            {
              from: [
                {
                  namespaceSelector: {
                    matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['M'] }],
                  },
                },
              ],
            },
          ],
        }),
      ),
      false,
    ],
    [
      'a block over the pods may mean any of them',
      open(
        c,
        b,
        80,
        policy('n', { podSelector: all, ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }),
      ),
      true,
    ],
    [
      'a block with the pods cut out means none',
      open(
        c,
        b,
        80,
        policy('n', {
          podSelector: all,
          ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }] }],
        }),
      ),
      false,
    ],
  ]
  test.each(cases)('%s', (_, found, expected) => {
    expect(found).toBe(expected)
  })
  test('a pod on its node’s network is held by nothing', () => {
    const closed = policy('n', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
    expect(open({ ...a, hostNetwork: true }, b, 80)).toBe(true)
    expect(
      podReachesBlock(world(closed), { ...a, hostNetwork: true }, parseBlock('1.2.3.4/32'), 80, 'TCP'),
    ).toBeDefined()
    expect(podReachesBlock(world(closed), a, parseBlock('1.2.3.4/32'), 80, 'TCP')).toBeUndefined()
  })
})

test('policyTypes: [] is what the API server makes of it: ingress, and egress if there are such rules', () => {
  const target = { port: 80, protocol: 'TCP' as const }
  const closes = (direction: 'Ingress' | 'Egress', spec: Spec) =>
    opening(world(policy('n', spec)), direction, a, { pod: c }, { ...target, pod: c }, reading) === undefined
  const rules: Spec = { podSelector: {}, policyTypes: [], egress: [{ to: [{ podSelector: {} }] }] }
  expect(closes('Ingress', { podSelector: {}, policyTypes: [] })).toBe(true)
  expect(closes('Egress', { podSelector: {}, policyTypes: [] })).toBe(false)
  expect(closes('Egress', rules)).toBe(true)
  expect(closes('Ingress', rules)).toBe(true)
})

describe('a port by its name', () => {
  const container = (name: string, ...ports: object[]) => ({ name, image: 'i', ports })
  const port = (name: string, containerPort: number, protocol?: string) => ({
    name,
    containerPort,
    ...(protocol ? { protocol } : {}),
  })
  const model = (spec: object) =>
    networkModel([
      validManifest({
        path: 'p',
        objects: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name: 'b', namespace: 'n' },
            spec: { template: { metadata: { labels: { app: 'b' } }, spec } },
          },
        ],
      }),
    ]).pods
  const opens = (
    spec: object,
    by: { port: string; protocol?: string },
    number: number,
    protocol: 'TCP' | 'UDP',
  ) => {
    const [to] = model(spec)
    if (!to) throw new Error('no pod')
    const rule = policy('n', { podSelector: {}, ingress: [{ ports: [by] }] })
    return podReachesPod(world(rule), a, to, number, protocol, reading) !== undefined
  }
  const both = { containers: [container('x', port('dns', 5353, 'UDP')), container('y', port('dns', 8053))] }

  test.each([
    ['its protocol is that of the container', { port: 'dns', protocol: 'UDP' }, 5353, 'UDP', true],
    ['the same name of another protocol is another port', { port: 'dns' }, 8053, 'TCP', true],
    ['of one protocol alone', { port: 'dns' }, 5353, 'TCP', false],
    ['nor the other', { port: 'dns', protocol: 'UDP' }, 8053, 'UDP', false],
  ] as const)('%s', (_, by, number, protocol, expected) => {
    expect(opens(both, by, number, protocol)).toBe(expected)
  })
  test('the first container that has it counts', () => {
    const spec = { containers: [container('x', port('http', 80)), container('y', port('http', 81))] }
    expect([80, 81].map((number) => opens(spec, { port: 'http' }, number, 'TCP'))).toEqual([true, false])
  })
  test('a container’s counts before that of an init container, and one that ends counts never', () => {
    const spec = (restartPolicy?: string) => ({
      initContainers: [
        {
          ...container('i', port('http', 82), port('ready', 83)),
          ...(restartPolicy ? { restartPolicy } : {}),
        },
      ],
      containers: [container('x', port('http', 80))],
    })
    for (const restart of [undefined, 'Always'])
      expect([80, 82].map((number) => opens(spec(restart), { port: 'http' }, number, 'TCP'))).toEqual([
        true,
        false,
      ])
    expect(opens(spec('Always'), { port: 'ready' }, 83, 'TCP')).toBe(true)
    expect(opens(spec(), { port: 'ready' }, 83, 'TCP')).toBe(false)
  })
})

describe('blocks of addresses', () => {
  test.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['0.0.0.0/0', '::1', false],
    ['fd00:ec2::/32', 'fd00:ec2::254', true],
    ['::ffff:10.0.0.0/104', '::ffff:10.1.2.3', true],
    ['10.9.8.7/8', '10.0.0.0/8', true],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(covers(parseBlock(outer), parseBlock(inner))).toBe(expected)
  })
  test('what is no block throws', () => {
    expect(() => parseBlock('example.com')).toThrow('not a block')
  })
  // The oracle looks at every address of a small space.
  test('a target is reached unless holes together cover it', () => {
    const block = fc
      .tuple(fc.integer({ min: 24, max: 32 }), fc.nat(255))
      .map(([length, last]) => parseBlock(`10.0.0.${last}/${length}`))
    const has = ({ first, last }: { first: bigint; last: bigint }, n: bigint) => first <= n && n <= last
    fc.assert(
      fc.property(block, fc.array(block, { maxLength: 4 }), block, (outer, except, target) => {
        const space = Array.from({ length: 256 }, (_, n) => parseBlock(`10.0.0.${n}`).first)
        const expected = space.some(
          (n) => has(outer, n) && has(target, n) && !except.some((hole) => has(hole, n)),
        )
        expect(reaches(outer, except, target)).toBe(expected)
        expect(overlap(outer, target)).toBe(space.some((n) => has(outer, n) && has(target, n)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('the proof of one tenant', () => {
  const ids = ['x', 'y']
  const selector = fc.constantFrom<Labels>({}, { app: 'a' }, { app: 'b' })
  // Mostly harmless peers: a policy with one hole of many is the common mistake.
  const harmless = selector.map((matchLabels) => ({ podSelector: { matchLabels } }))
  const other = fc.oneof(
    fc.tuple(fc.constantFrom('tenant-x', 'tenant-y', 'edge'), selector).map(([name, matchLabels]) => ({
      namespaceSelector: { matchLabels: { [namespaceNameLabel]: name } },
      podSelector: { matchLabels },
    })),
    fc.constantFrom('x', 'y').map((id) => ({
      namespaceSelector: { matchLabels: { 'paddock.dev/tenant': id } },
    })),
    fc.constant({
      namespaceSelector: {
        matchExpressions: [{ key: 'paddock.dev/tenant', operator: 'DoesNotExist' }],
      },
    }),
    fc.constant({ namespaceSelector: { matchLabels: { plan: 'gold' } } }),
    fc.constantFrom('10.0.0.0/8', '192.0.2.0/24', '0.0.0.0/0').map((cidr) => ({ ipBlock: { cidr } })),
  )
  const peers: fc.Arbitrary<NetworkPolicyPeer[]> = fc.array(
    fc.oneof({ arbitrary: harmless, weight: 8 }, { arbitrary: other, weight: 1 }),
    { minLength: 1, maxLength: 2 },
  ) as fc.Arbitrary<NetworkPolicyPeer[]>
  const everyPod = fc.constant<Labels>({})
  const spec = fc
    .record({
      podSelector: fc
        .oneof({ arbitrary: everyPod, weight: 6 }, selector)
        .map((matchLabels) => ({ matchLabels })),
      ingress: fc.array(fc.record({ from: peers }), { maxLength: 2 }),
      egress: fc.array(fc.record({ to: peers }), { maxLength: 2 }),
    })
    .map((one): Spec => ({ ...one, policyTypes: ['Ingress', 'Egress'] }))
  const fleet = fc.tuple(
    fc.array(spec, { minLength: 1, maxLength: 3 }),
    fc.array(spec, { minLength: 1, maxLength: 3 }),
  )

  test('when it holds for both, no pod of one reaches one of the other', () => {
    let kept = 0
    fc.assert(
      fc.property(fleet, (specs) => {
        const pods = ids.flatMap((id) => [pod(`tenant-${id}`, 'a'), pod(`tenant-${id}`, 'b')])
        const policies = ids.flatMap((id, index) =>
          (specs[index] ?? []).map((one, n) => policy(`tenant-${id}`, one, `p${n}`)),
        )
        const model: NetworkModel = {
          pods,
          policies,
          namespaces: new Map(
            ids.map((id) => [
              `tenant-${id}`,
              { [namespaceNameLabel]: `tenant-${id}`, 'paddock.dev/tenant': id, plan: 'gold' },
            ]),
          ),
        }
        if (ids.some((id) => proveTenantIsolation(model, `tenant-${id}`, reading.podBlocks).length > 0))
          return
        kept += 1
        for (const from of pods)
          for (const to of pods)
            if (from.namespace !== to.namespace)
              expect(podReachesPod(model, from, to, 8080, 'TCP', reading)).toBeUndefined()
      }),
      { numRuns: 3000 },
    )
    // The property says nothing if the proof never holds.
    expect(kept).toBeGreaterThan(50)
  })
})
