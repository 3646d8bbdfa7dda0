import { expect, test } from 'vitest'
import { networkPlans } from '../../crossplane/apis/network/composition.ts'
import { openedConnections, rulesOf } from './security-groups.ts'

const resources = networkPlans[0]?.resources ?? []
const rules = rulesOf(resources)
const lines = openedConnections(rules)
  .map(({ from, to, ports }) => `${from} → ${to} ${ports}`)
  .sort()

test('load balancer → ingress → application → data, and nothing else', () => {
  expect(lines).toMatchInlineSnapshot(`
    [
      "control-plane → nodes tcp 10250",
      "control-plane → nodes tcp 10251",
      "control-plane → nodes tcp 6443",
      "control-plane → nodes tcp 8443",
      "control-plane → nodes tcp 9443",
      "ingress → control-plane tcp 443",
      "ingress → nodes tcp 4317",
      "ingress → nodes tcp 53",
      "ingress → nodes tcp 8080",
      "ingress → nodes udp 53",
      "internet → load-balancer tcp 443",
      "load-balancer → ingress tcp 443",
      "load-balancer → ingress tcp 8081",
      "nodes → cache tcp 6379",
      "nodes → control-plane tcp 443",
      "nodes → database tcp 5432",
      "nodes → endpoints tcp 443",
      "nodes → files tcp 2049",
      "nodes → ingress tcp 8081",
      "nodes → ingress tcp 9113",
      "nodes → internet tcp 1-65535",
      "nodes → internet udp 53",
      "nodes → load-balancer tcp 443",
      "nodes → nodes tcp 1-65535",
      "nodes → nodes udp 1-65535",
      "nodes → nodes udp 53",
    ]
  `)
})

test('from the internet nothing is reached but 443 on load balancers', () => {
  expect(lines.filter((line) => line.startsWith('internet →'))).toEqual(['internet → load-balancer tcp 443'])
})

test('the data tier opens no connection, and no tier skips one', () => {
  const data = ['database', 'cache', 'files', 'endpoints']
  expect(lines.filter((line) => data.some((one) => line.startsWith(`${one} →`)))).toEqual([])
  const toData = openedConnections(rules).filter(({ to }) => data.includes(to))
  expect(new Set(toData.map(({ from }) => from))).toEqual(new Set(['nodes']))
  const fromLoadBalancer = openedConnections(rules).filter(({ from }) => from === 'load-balancer')
  expect(new Set(fromLoadBalancer.map(({ to }) => to))).toEqual(new Set(['ingress']))
})

test('every rule has its counterpart at the other end, so none is there for nothing', () => {
  const key = (from: string, to: string, rule: (typeof rules)[number]) =>
    `${from} ${to} ${rule.protocol} ${rule.first} ${rule.last}`
  const ends = (kind: 'in' | 'out') =>
    rules
      .filter((rule) => rule.kind === kind && rule.peer !== 'internet')
      .map((rule) => (kind === 'in' ? key(rule.peer, rule.group, rule) : key(rule.group, rule.peer, rule)))
      .sort()
  expect(ends('in')).toEqual(ends('out'))
})

test('the default security group has no rule', () => {
  const group = resources.find(({ base }) => base.kind === 'DefaultSecurityGroup')
  expect(group?.base.spec).toMatchObject({ forProvider: { ingress: [], egress: [] } })
})

test('a rule on all addresses opens the way to groups that let all addresses in', () => {
  const wide = [
    { kind: 'out', group: 'a', peer: 'internet', protocol: 'tcp', first: 1, last: 100 },
    { kind: 'in', group: 'b', peer: 'internet', protocol: 'tcp', first: 50, last: 200 },
    { kind: 'in', group: 'c', peer: 'a', protocol: 'udp', first: 50, last: 60 },
  ] as const
  expect(openedConnections(wide)).toEqual([
    { from: 'a', to: 'b', ports: 'tcp 50-100' },
    { from: 'a', to: 'internet', ports: 'tcp 1-100' },
    { from: 'internet', to: 'b', ports: 'tcp 50-200' },
  ])
})

test('each subnet has one route table, and only public ones lead to the internet gateway', () => {
  const named = (kind: string) => resources.filter(({ base }) => base.kind === kind)
  expect(named('Subnet')).toHaveLength(15)
  expect(named('RouteTableAssociation')).toHaveLength(15)
  const tables = named('RouteTableAssociation').map(({ name, base }) => {
    const { forProvider } = base.spec as {
      forProvider: Record<
        'subnetIdSelector' | 'routeTableIdSelector',
        { matchLabels: Record<string, string> }
      >
    }
    const label = (selector: 'subnetIdSelector' | 'routeTableIdSelector') =>
      forProvider[selector].matchLabels['paddock.dev/resource']
    expect(name).toBe(`association-${label('subnetIdSelector')}`)
    return `${label('subnetIdSelector')} ${label('routeTableIdSelector')}`
  })
  expect(tables.filter((one) => one.endsWith(' internet'))).toEqual([
    'public-a internet',
    'public-b internet',
    'public-c internet',
  ])
  expect(
    tables.filter((one) => /^(data|endpoint|control-plane)/.test(one) && !one.endsWith(' isolated')),
  ).toEqual([])
  expect(tables.filter((one) => one.startsWith('node-'))).toEqual([
    'node-a zone-a',
    'node-b zone-b',
    'node-c zone-c',
  ])
})
