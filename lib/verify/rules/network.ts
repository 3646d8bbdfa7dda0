import { isIP } from 'node:net'
import { covers, parseBlock } from '../reachability/cidr.ts'
import { isBlock } from '../strict/formats.ts'
import {
  distinct,
  has,
  inEach,
  listAt,
  mapsAt,
  type Problem,
  type Rule,
  textAt,
  unless,
  type Value,
} from '../strict/rule.ts'

const service: Rule = (value) => {
  const type = textAt(value, 'type') || 'ClusterIP'
  const ports = mapsAt(value, 'ports')
  const headless = value['clusterIP'] === 'None'
  const named = ports.length > 1
  const external = type === 'ExternalName'
  const opened = type === 'NodePort' || type === 'LoadBalancer'
  const isBalancer = type === 'LoadBalancer'
  return [
    ...unless(ports.length > 0 || headless || external, '/ports', 'is needed'),
    ...unless(!external || has(value, 'externalName'), '/externalName', 'is needed by the type ExternalName'),
    ...unless(!external || !has(value, 'clusterIP'), '/clusterIP', 'is not for the type ExternalName'),
    ...unless(!headless || !opened, '/clusterIP', `cannot be None in the type ${type}`),
    ...inEach(ports, (port) => [
      ...unless(!named || has(port, 'name'), '/name', 'is needed when there are several ports'),
      ...unless(opened || !port['nodePort'], '/nodePort', `is not for the type ${type}`),
    ]),
    ...distinct(ports, (port) => textAt(port, 'name') || undefined, 'name'),
    ...distinct(ports, ({ port, protocol = 'TCP' }) => `${protocol} ${port}`, 'port'),
    ...distinct(
      ports,
      ({ nodePort, protocol = 'TCP' }) => (nodePort ? `${protocol} ${nodePort}` : undefined),
      'nodePort',
    ),
    ...['loadBalancerClass', 'allocateLoadBalancerNodePorts', 'loadBalancerSourceRanges'].flatMap((field) =>
      unless(isBalancer || !has(value, field), `/${field}`, 'is for the type LoadBalancer'),
    ),
    ...unless(
      !has(value, 'healthCheckNodePort') ||
        !value['healthCheckNodePort'] ||
        (isBalancer && value['externalTrafficPolicy'] === 'Local'),
      '/healthCheckNodePort',
      'is for the type LoadBalancer with the externalTrafficPolicy Local',
    ),
    ...unless(
      opened || has(value, 'externalIPs') || !has(value, 'externalTrafficPolicy'),
      '/externalTrafficPolicy',
      'is for services that are reached from outside',
    ),
    ...affinity(value),
    ...addresses(value, external),
  ]
}

function affinity(value: Value): readonly Problem[] {
  const isByClient = value['sessionAffinity'] === 'ClientIP'
  return unless(
    isByClient || value['sessionAffinityConfig'] === undefined,
    '/sessionAffinityConfig',
    'is for the sessionAffinity ClientIP',
  )
}

/** The server assigns addresses; those that are asked for are addresses, and of the families that are asked for. */
function addresses(value: Value, external: boolean): readonly Problem[] {
  const first = textAt(value, 'clusterIP')
  const all = listAt(value, 'clusterIPs')
  const families = listAt(value, 'ipFamilies')
  const kind = (one: unknown) => `IPv${isIP(String(one))}`
  return [
    ...unless(
      first === '' || first === 'None' || isIP(first) !== 0,
      '/clusterIP',
      'is neither an address nor None',
    ),
    ...unless(all.length === 0 || all[0] === first, '/clusterIPs', 'must begin with clusterIP'),
    ...all.flatMap((one, index) =>
      unless(
        one === 'None' || isIP(String(one)) !== 0,
        `/clusterIPs/${index}`,
        'is neither an address nor None',
      ),
    ),
    ...unless(
      new Set(families).size === families.length && families.length <= 2,
      '/ipFamilies',
      'repeats a family',
    ),
    ...unless(
      first === '' || first === 'None' || families.length === 0 || kind(first) === families[0],
      '/ipFamilies',
      'is not the family of clusterIP',
    ),
    ...unless(
      !(external && (families.length > 0 || has(value, 'ipFamilyPolicy'))),
      '/ipFamilies',
      'is not for the type ExternalName',
    ),
    ...listAt(value, 'externalIPs').flatMap((one, index) =>
      unless(
        !/^(127\.|0\.0\.0\.0$|169\.254\.|224\.0\.0\.|::1?$|fe80:|ff02:)/i.test(String(one)),
        `/externalIPs/${index}`,
        'is no address of a host outside',
      ),
    ),
  ]
}

const policyPort: Rule = (value) => {
  const { port, endPort } = value
  if (endPort === undefined) return []
  return [
    ...unless(typeof port === 'number', '/endPort', 'needs a port that is a number'),
    ...unless(typeof port !== 'number' || Number(endPort) >= port, '/endPort', 'is below port'),
  ]
}

const peer: Rule = (value) => {
  const selects = value['podSelector'] !== undefined || value['namespaceSelector'] !== undefined
  return [
    ...unless(selects || value['ipBlock'] !== undefined, '', 'names no peer'),
    ...unless(!selects || value['ipBlock'] === undefined, '/ipBlock', 'may not be there with a selector'),
  ]
}

/** Addresses that are left out of a block are some of the block. */
const block: Rule = (value) => {
  const cidr = textAt(value, 'cidr')
  if (!isBlock(cidr)) return []
  const outer = parseBlock(cidr)
  return listAt(value, 'except').flatMap((one, index) => {
    if (typeof one !== 'string' || !isBlock(one)) return []
    const inner = parseBlock(one)
    return unless(
      covers(outer, inner) && !covers(inner, outer),
      `/except/${index}`,
      'is not a part of the block',
    )
  })
}

const policyTypes: Rule = (value) => {
  const types = listAt(value, 'policyTypes')
  return unless(new Set(types).size === types.length, '/policyTypes', 'repeats a type')
}

const header: Rule = (value) => unless(has(value, 'name'), '/name', 'is empty')

const ingressParameters: Rule = (value) => {
  const scope = textAt(value, 'scope') || 'Cluster'
  return [
    ...unless(
      scope !== 'Namespace' || has(value, 'namespace'),
      '/namespace',
      'is needed by the scope Namespace',
    ),
    ...unless(
      scope !== 'Cluster' || value['namespace'] === undefined,
      '/namespace',
      'is not for the scope Cluster',
    ),
  ]
}

/** Rules on network objects, by definition. */
export const networkRules: Readonly<Record<string, readonly Rule[]>> = {
  HTTPHeader: [header],
  IngressClassParametersReference: [ingressParameters],
  IPBlock: [block],
  NetworkPolicyPeer: [peer],
  NetworkPolicyPort: [policyPort],
  NetworkPolicySpec: [policyTypes],
  ServiceSpec: [service],
}
