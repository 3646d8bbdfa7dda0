import fc from 'fast-check'
import type { KubeObject, Manifest } from '../../../lib/kube/object.ts'

/**
 * Namespaces, workloads and policies as the API server takes them. Left out, because np-guard differs on purpose: named
 * ports towards addresses, which it refuses; a name that two containers give to ports of different protocols, of which it
 * knows the first alone; named ports of init containers, which it does not read, unless a container has the same name; IPv6;
 * pods on the network of their node.
 */
export const policySets: fc.Arbitrary<Manifest[]> = fc
  .tuple(
    fc.array(labels(), { minLength: 2, maxLength: 3 }),
    fc.array(fc.tuple(fc.nat(2), labels(), containers()), { minLength: 3, maxLength: 6 }),
    fc.array(fc.tuple(fc.nat(2), policy()), { minLength: 1, maxLength: 7 }),
  )
  .map(([namespaces, pods, policies]) => {
    const namespace = (index: number) => `n${index % namespaces.length}`
    return [
      {
        path: 'set.yaml',
        objects: [
          ...namespaces.map((one, index) => object('v1', 'Namespace', { name: `n${index}`, labels: one })),
          ...pods.map(([index, own, spec], number) =>
            object(
              'apps/v1',
              'Deployment',
              { name: `p${number}`, namespace: namespace(index) },
              { template: { metadata: { labels: own }, spec } },
            ),
          ),
          ...policies.map(([index, spec], number) =>
            object(
              'networking.k8s.io/v1',
              'NetworkPolicy',
              { name: `q${number}`, namespace: namespace(index) },
              spec,
            ),
          ),
        ],
      },
    ]
  })

function object(
  apiVersion: string,
  kind: string,
  metadata: KubeObject['metadata'],
  spec?: object,
): KubeObject {
  return { apiVersion, kind, metadata, ...(spec ? { spec } : {}) }
}

function labels() {
  const value = fc.constantFrom('a', 'b', 'c')
  return fc.dictionary(fc.constantFrom('app', 'team', 'tier'), value, { maxKeys: 3 })
}

function containers() {
  const protocol = fc.option(fc.constantFrom('TCP', 'UDP', 'SCTP'), { nil: undefined })
  const port = fc.record({ containerPort: fc.integer({ min: 78, max: 84 }), protocol })
  return fc
    .tuple(fc.dictionary(fc.constantFrom('http', 'dns', 'metrics'), port), fc.boolean(), fc.boolean())
    .map(([named, split, sidecar]) => {
      const ports = Object.entries(named).map(([name, one]) => ({ name, ...one }))
      const own = split ? ports.slice(0, 1) : ports
      return {
        containers: [
          { name: 'x', ports: own },
          { name: 'y', ports: ports.slice(own.length) },
        ],
        // An init container's port of the same name must not count.
        initContainers: [
          {
            name: 'i',
            ...(sidecar ? { restartPolicy: 'Always' } : {}),
            ports: ports.map(({ name, protocol: of }) => ({ name, protocol: of, containerPort: 99 })),
          },
        ],
      }
    })
}

function selector() {
  const key = fc.constantFrom('app', 'team', 'tier')
  const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 })
  const expression = fc.oneof(
    fc.record({ key, operator: fc.constantFrom('In', 'NotIn'), values }),
    fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
  )
  return fc.oneof(
    fc.constant({}),
    labels().map((matchLabels) => ({ matchLabels })),
    fc.array(expression, { minLength: 1, maxLength: 2 }).map((matchExpressions) => ({ matchExpressions })),
  )
}

/** Exceptions lie inside of their block, as the API server demands. */
function blocks() {
  return fc.oneof(
    fc.constantFrom('192.0.2.0/24', '198.51.100.7/32', '10.9.8.7/12', '0.0.0.0/0').map((cidr) => ({ cidr })),
    fc
      .subarray(['10.0.0.0/9', '10.1.0.0/16', '10.1.2.0/24', '10.128.0.0/9', '10.200.0.0/32'], {
        minLength: 1,
      })
      .chain((except) =>
        fc.constantFrom('10.0.0.0/8', '0.0.0.0/0', '8.0.0.0/5').map((cidr) => ({ cidr, except })),
      ),
  )
}

function podPeers() {
  const namespaceSelector = fc.oneof(
    selector(),
    fc.constantFrom('n0', 'n1').map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
  )
  return fc.oneof(
    fc.record({ podSelector: selector() }),
    fc.record({ namespaceSelector }),
    fc.record({ podSelector: selector(), namespaceSelector }),
  )
}

function numbers() {
  const port = fc.integer({ min: 78, max: 84 })
  const protocol = fc.constantFrom('TCP', 'UDP', 'SCTP')
  return fc.oneof(
    fc.record({ port, protocol }),
    fc.record({ port }),
    fc.record({ protocol }),
    fc
      .tuple(port, fc.nat(4), protocol)
      .map(([first, more, of]) => ({ port: first, endPort: first + more, protocol: of })),
  )
}

function named() {
  return fc.record(
    { port: fc.constantFrom('http', 'dns', 'metrics'), protocol: fc.constantFrom('TCP', 'UDP', 'SCTP') },
    { requiredKeys: ['port'] },
  )
}

function policy() {
  const peers = fc.array(fc.oneof(podPeers(), fc.record({ ipBlock: blocks() })), { maxLength: 2 })
  const ports = fc.array(numbers(), { maxLength: 2 })
  const anyPorts = fc.array(fc.oneof(numbers(), named()), { maxLength: 2 })
  const pods = fc.array(podPeers(), { minLength: 1, maxLength: 2 })
  const egress = fc.oneof(fc.record({ to: peers, ports }), fc.record({ to: pods, ports: anyPorts }))
  const rules = fc.record(
    {
      ingress: fc.array(fc.record({ from: peers, ports: anyPorts }), { maxLength: 2 }),
      egress: fc.array(egress, { maxLength: 2 }),
      policyTypes: fc.subarray(['Ingress', 'Egress']),
    },
    { requiredKeys: [] },
  )
  return fc.tuple(selector(), rules).map(([podSelector, one]) => ({ podSelector, ...one }))
}
