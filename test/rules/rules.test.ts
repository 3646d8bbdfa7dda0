import { describe, expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { checkFleet } from '../../lib/rules/index.ts'
import type { ClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import hub from '../fleet/clusters/hub.ts'
import local from '../fleet/clusters/local.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import west from '../fleet/clusters/us-west-2.ts'
import { fleetOf } from '../support/fleet.ts'

type Regional = Extract<ClusterSpec, { kind: 'regional' }>
const east = usEast1 as Regional
const base: TenantSpec = {
  id: 'aa',
  tier: 'standard',
  cell: 'us-east-1-a',
  contacts: { owner: 'a@b.example' },
}
const premium: TenantSpec = { ...base, tier: 'premium' } as TenantSpec

function findings(
  tenants: readonly TenantSpec[],
  clusters: readonly ClusterSpec[] = [east, local],
): string[] {
  return checkFleet(fleetOf(tenants, clusters))
    .filter(({ level }) => level === 'error')
    .map(render)
    .map(({ file, field, code, why, remedy }) => `${file} ${field} (${code}) ${why} → ${remedy}`)
}

test('a plain tenant of either tier has no finding', () => {
  expect(findings([base, { ...premium, id: 'bb' } as TenantSpec])).toEqual([])
})

describe('hosts', () => {
  const pair = (first: string, second: string) =>
    findings([
      { ...base, hosts: ['first.example', first] },
      { ...base, id: 'bb', hosts: ['second.example', second] },
    ])
  test.each([
    ['chat.acme.example', 'CHAT.acme.example'],
    ['chat.acme.example', 'chat.acme.example.'],
    ['*.acme.example', 'chat.acme.example'],
    ['chat.acme.example', '*.acme.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['bb.use1.paddock.example', 'bb.use1.paddock.example'],
  ])('%s and %s are one host', (first, second) => {
    expect(pair(first, second)).toHaveLength(1)
  })
  test('a wildcard over the hosts of others is told once for each, in the file that asks for it', () => {
    expect(
      findings([
        { ...base, hosts: ['aa.example', '*.shared.example'] },
        { ...base, id: 'bb', hosts: ['bb.shared.example'] },
        { ...base, id: 'cc', hosts: ['cc.shared.example'] },
      ]),
    ).toMatchInlineSnapshot(`
      [
        "tenants/aa.ts hosts[1] (host-clash) *.shared.example is wider than bb.shared.example, of tenant bb (tenants/bb.ts) → give each tenant hosts of its own",
        "tenants/aa.ts hosts[1] (host-clash) *.shared.example is wider than cc.shared.example, of tenant cc (tenants/cc.ts) → give each tenant hosts of its own",
      ]
    `)
  })
  test.each([
    ['a host of the platform', 'argocd.use1.paddock.example'],
    ['the name of its door, in other letters', 'HOSTS.use1.paddock.example.'],
    ['what tells which region serves', 'region.use1.paddock.example'],
    ['a wildcard over the platform’s own hosts', '*.use1.paddock.example'],
    ['the domain itself', 'use1.paddock.example'],
    ['two labels below it', 'aa.team.use1.paddock.example'],
    ['the other region', 'aa.usw2.paddock.example'],
    ['the platform’s domain', 'chat.paddock.example'],
  ])('%s is no tenant’s', (_, host) => {
    const own = { ...base, hosts: ['aa.example', host] }
    expect(findings([own], [east, west, hub]).map((line) => line.split(' ').slice(0, 3))).toEqual([
      ['tenants/aa.ts', 'hosts[1]', '(host-reserved)'],
    ])
  })
  test('a tenant whose id is a name of the platform’s is told so of the host that it would have', () => {
    expect(findings([{ ...base, id: 'argocd' }])).toMatchInlineSnapshot(`
      [
        "tenants/argocd.ts hosts (host-reserved) "argocd.use1.paddock.example" is the platform's own → choose <label>.use1.paddock.example, or a host of a domain of the tenant's own",
      ]
    `)
    expect(findings([{ ...base, id: 'argocd', hosts: ['chat.argo.example'] }])).toEqual([])
  })
  test('another name below the domain of its region may be a tenant’s', () => {
    expect(findings([{ ...base, hosts: ['team.use1.paddock.example'] }], [east, west, hub])).toEqual([])
    expect(findings([{ ...base, hosts: ['argocd.elsewhere.example'] }], [east, west, hub])).toEqual([])
  })
  test('a wildcard may stand after the address, not in its place', () => {
    expect(findings([{ ...base, hosts: ['acme.example', '*.acme.example'] }])).toEqual([])
    expect(findings([{ ...base, hosts: ['*.acme.example'] }])).toMatchInlineSnapshot(`
      [
        "tenants/aa.ts hosts[0] (host) "*.acme.example" is first, and no address that a person can open → give a host name such as chat.acme.example",
      ]
    `)
  })
  test.each([
    ...['a', 'a b.example', '-a.example', '10.0.0.1', `${'a'.repeat(64)}.example`, 'a..example', '', '*.'],
    ...[
      'a.example/x',
      'a.example:8080',
      'u@a.example',
      'a.ex%61mple',
      'https://a.example',
      '0x7f.1',
      'a_b.example',
    ],
  ])('%s is no host', (host) => {
    expect(findings([{ ...base, hosts: [host] }])).toHaveLength(1)
  })
})

test('a model that no GPU node holds is told with the figures', () => {
  const small = {
    ...east,
    nodeGroups: { ...east.nodeGroups, gpu: { ...east.nodeGroups.gpu, types: ['g4dn.xlarge', 'p3.2xlarge'] } },
  } as Regional
  expect(findings([premium], [small])).toMatchInlineSnapshot(`
    [
      "tenants/aa.ts models (model-fit) llama3:70b need 43.0 GiB of GPU memory at 8192 tokens × 4 requests; the largest node of group gpu has 14.7 GiB → choose smaller models, lower inference.contextTokens or inference.parallelRequests, or add a larger type to nodeGroups.gpu in clusters/us-east-1.ts",
    ]
  `)
})

test('models that no CPU node holds together are told with the figures', () => {
  const small = {
    ...east,
    nodeGroups: { ...east.nodeGroups, cpu: { ...east.nodeGroups.cpu, types: ['c5.2xlarge'] } },
  } as Regional
  const many = { ...base, models: ['llama3:8b', 'llama3.1:8b', 'mistral:7b'] } as TenantSpec
  expect(findings([many], [small])).toMatchInlineSnapshot(`
    [
      "tenants/aa.ts models[0] (model-fit) llama3:8b + llama3.1:8b + mistral:7b + nomic-embed-text need 24.0 GiB of memory at 8192 tokens × 2 requests; the largest node of group cpu gives 13.5 GiB → name fewer models, lower inference.contextTokens or inference.parallelRequests, or add a larger type to nodeGroups.cpu in clusters/us-east-1.ts",
    ]
  `)
  expect(findings([base], [small])).toEqual([])
})

test('caches at a large context count: what fits at 8k does not at 128k', () => {
  const asked = {
    ...premium,
    models: ['llama3.3:70b'],
    inference: { contextTokens: 131_072, parallelRequests: 4 },
  } as TenantSpec
  expect(findings([asked])).toHaveLength(1)
  expect(findings([{ ...asked, inference: { contextTokens: 8192 } } as TenantSpec])).toEqual([])
})

test('a context beyond every model, an unused digest and an absent GPU model are told', () => {
  const digest = `sha256:${'0'.repeat(64)}`
  expect(
    findings([
      {
        ...premium,
        inference: { contextTokens: 16_384 },
        modelDigests: { 'mistral:7b': digest },
        serveOnGpu: ['qwen3:8b'],
        keepOnCpu: ['llama3:8b'],
      } as TenantSpec,
    ]),
  ).toMatchInlineSnapshot(`
    [
      "tenants/aa.ts modelDigests.mistral:7b (model-unused) the tenant has no such model → name one of nomic-embed-text, llama3:70b",
      "tenants/aa.ts serveOnGpu (model-unused) the tenant has no model qwen3:8b → name one of nomic-embed-text, llama3:70b",
      "tenants/aa.ts keepOnCpu (model-unused) llama3:8b is not in serveOnGpu → name one of qwen3:8b",
      "tenants/aa.ts inference.contextTokens (context) 16384 tokens are more than any of its models was trained for (8192) → set it to 8192 or less",
    ]
  `)
})

test('an override below the need and ranges upside down are told', () => {
  expect(
    findings([
      { ...base, quota: { cpuMillis: 100, memoryGiB: 1, pods: 1 }, scaling: { ollama: { min: 4, max: 2 } } },
    ]),
  ).toMatchInlineSnapshot(`
    [
      "tenants/aa.ts scaling.ollama.min (scaling) 4 is more than max, 2 → set min to 2 or less",
      "tenants/aa.ts quota.cpuMillis (quota) 100 is less than the 20400 that its pods request at full scale → raise it to 20400 or more, or remove it",
      "tenants/aa.ts quota.memoryGiB (quota) 1 is less than the 59 that its pods request at full scale → raise it to 59 or more, or remove it",
      "tenants/aa.ts quota.pods (quota) 1 is less than the 19 that its pods request at full scale → raise it to 19 or more, or remove it",
    ]
  `)
})

test('sums beyond the cell and the node groups are told at the cluster', () => {
  const tight = {
    ...east,
    nodeGroups: { ...east.nodeGroups, cpu: { types: ['c5.2xlarge'], min: 0, desired: 0, max: 1 } },
    cells: { 'us-east-1-a': { capacity: { tenants: 1, connections: 60, databaseGiB: 5, filesGiB: 20 } } },
  } as Regional
  expect(findings([base, { ...base, id: 'bb' }], [tight])).toMatchInlineSnapshot(`
    [
      "clusters/us-east-1.ts cells.us-east-1-a.capacity.tenants (cell-capacity) the tenants of the cell need 2, it declares 1 → move tenants to another cell, or raise the capacity if its instance allows it",
      "clusters/us-east-1.ts cells.us-east-1-a.capacity.connections (cell-capacity) the tenants of the cell need 108, it declares 60 → move tenants to another cell, or raise the capacity if its instance allows it",
      "clusters/us-east-1.ts cells.us-east-1-a.capacity.databaseGiB (cell-capacity) the tenants of the cell need 10, it declares 5 → move tenants to another cell, or raise the capacity if its instance allows it",
      "clusters/us-east-1.ts cells.us-east-1-a.capacity.filesGiB (cell-capacity) the tenants of the cell need 40, it declares 20 → move tenants to another cell, or raise the capacity if its instance allows it",
      "clusters/us-east-1.ts nodeGroups.cpu.max (node-capacity) the tenants’ guaranteed CPU is 9 cores and the platform’s own 9 cores; all groups at their maximum give 7 cores → raise max, add a larger type, or move tenants to another cluster",
      "clusters/us-east-1.ts nodeGroups.cpu.max (node-capacity) the tenants’ guaranteed memory is 24 GiB and the platform’s own 16 GiB; all groups at their maximum give 13 GiB → raise max, add a larger type, or move tenants to another cluster",
    ]
  `)
})

test('a thousand Pod Identity associations are the end of a cluster', () => {
  const cells = Object.fromEntries(
    Array.from({ length: 12 }, (_, n) => [
      `cell-${n}`,
      { capacity: { tenants: 99, connections: 99_999, databaseGiB: 99_999, filesGiB: 99_999 } },
    ]),
  )
  const huge = {
    ...east,
    cells,
    nodeGroups: { ...east.nodeGroups, cpu: { ...east.nodeGroups.cpu, max: 450 } },
  } as Regional
  const tenants = Array.from(
    { length: 501 },
    (_, n): TenantSpec => ({ ...base, id: `t${n}`, cell: `cell-${n % 12}` }),
  )
  expect(findings(tenants, [huge]).filter((text) => text.includes('pod-identity'))).toMatchInlineSnapshot(`
    [
      "clusters/us-east-1.ts cells (pod-identity) its tenants need 1002 Pod Identity associations; EKS allows 1000 a cluster → move tenants to another cluster",
    ]
  `)
})

test('model servers need no more GPUs of their kind than its groups have', () => {
  const few = {
    ...east,
    nodeGroups: {
      ...east.nodeGroups,
      gpu: { types: ['g4dn.xlarge', 'g6e.xlarge'], min: 0, desired: 0, max: 4 },
    },
  } as Regional
  const named = (id: string) => ({ ...premium, id }) as TenantSpec
  expect(findings([named('aa'), named('bb')], [few])).toEqual([])
  // Of four nodes two are g4dn, which do not hold the model.
  expect(findings([named('aa'), named('bb'), named('cc')], [few])).toMatchInlineSnapshot(`
    [
      "clusters/us-east-1.ts nodeGroups.gpu.max (node-capacity) model servers need 3 GPUs of nvidia-l40s; all groups that have them give 2 → raise max, add a larger type, or move tenants to another cluster",
    ]
  `)
})

test('a type that max leaves without a node is told', () => {
  const few = {
    ...east,
    nodeGroups: { ...east.nodeGroups, gpu: { ...east.nodeGroups.gpu, max: 4 } },
  } as Regional
  expect(findings([], [few])).toMatchInlineSnapshot(`
    [
      "clusters/us-east-1.ts nodeGroups.gpu.max (node-group) max 4 leaves no node for g6e.xlarge → raise max, or name fewer types",
      "clusters/us-east-1.ts nodeGroups.gpu.max (node-group) max 4 leaves no node for g5.12xlarge → raise max, or name fewer types",
      "clusters/us-east-1.ts nodeGroups.gpu.max (node-group) max 4 leaves no node for g4dn.12xlarge → raise max, or name fewer types",
    ]
  `)
})

test('residency is held against cell, replicas and backups', () => {
  expect(findings([{ ...base, residency: 'us-west-2' }])).toMatchInlineSnapshot(`
    [
      "tenants/aa.ts residency (residency) the tenant is bound to us-west-2, its cell (us-east-1-a) is in us-east-1 → choose a cell whose data stays in us-west-2",
      "tenants/aa.ts residency (residency) the tenant is bound to us-west-2, backups of its cell (us-east-1-a) are in us-east-1 → choose a cell whose data stays in us-west-2",
    ]
  `)
  expect(findings([{ ...base, residency: 'us-east-1' }])).toMatchInlineSnapshot(`
    [
      "tenants/aa.ts residency (residency) the tenant is bound to us-east-1, replicas of its cell (us-east-1-a) are in us-west-2 → choose a cell whose data stays in us-east-1",
      "tenants/aa.ts residency (residency) the tenant is bound to us-east-1, backups of its cell (us-east-1-a) are in us-west-2 → choose a cell whose data stays in us-east-1",
    ]
  `)
})

test.each([
  '169.254.169.254/32',
  '169.0.0.0/8',
  '127.0.0.1/32',
  '300.0.0.0/8',
  '10.0.0.0/33',
  'fe80::/64',
  'fd00:ec2::254/128',
])('no tenant may be let through to %s', (cidr) => {
  const egress = [{ name: 'place', reason: 'a reason of length', cidrs: [cidr], ports: [443] }]
  expect(findings([{ ...base, egress }])).toHaveLength(1)
})

test('two destinations of one name are told', () => {
  const place = { name: 'wiki', reason: 'a reason of length', cidrs: ['203.0.113.0/24'], ports: [443] }
  expect(findings([{ ...base, egress: [place, { ...place, ports: [8443] }] }])).toMatchInlineSnapshot(`
    [
      "tenants/aa.ts egress[1].name (outside) "wiki" names two destinations → give each a name of its own",
    ]
  `)
})

test.each([
  ['10.16.4.0/24', 'pods'],
  ['10.0.0.0/8', 'pods'],
  ['10.16.209.0/24', 'databases'],
  ['10.16.212.9/32', 'interface endpoints'],
  ['10.16.216.0/28', 'control plane'],
  ['172.20.0.0/24', 'Services'],
])('nor to %s, which holds the cluster’s %s', (cidr, what) => {
  const egress = [{ name: 'place', reason: 'a reason of length', cidrs: [cidr], ports: [443] }]
  expect(findings([{ ...base, egress }])).toEqual([
    expect.stringContaining(`"${cidr}" covers addresses of the cluster’s ${what}`),
  ])
})

test('a laptop takes no dedicated database and no GPU', () => {
  expect(
    findings([{ ...premium, cell: 'local-a', database: 'dedicated' } as TenantSpec]),
  ).toMatchInlineSnapshot(`
    [
      "tenants/aa.ts database (local) a laptop cluster has one for all → remove database, or choose another cell",
      "tenants/aa.ts tier (local) a laptop cluster has no GPU nodes → set tier to standard, or choose another cell",
    ]
  `)
})

test('an unknown cell, and a cell that two clusters declare, are told', () => {
  const twin = { ...east, name: 'twin' }
  expect(findings([{ ...base, cell: 'us-esat-1-a' }], [east, twin])).toMatchInlineSnapshot(`
    [
      "clusters/twin.ts cells.us-east-1-a (cell-clash) the cell us-east-1-a is declared by clusters/us-east-1.ts too → give one of them another name",
      "tenants/aa.ts cell (unknown-cell) no cluster declares a cell "us-esat-1-a" → did you mean us-east-1-a?",
    ]
  `)
})

test('a cell that could have the names of a tenant’s own database is told', () => {
  const { 'us-east-1-a': cell } = east.cells
  const cells = { ...east.cells, 'tenant-bb': cell } as Regional['cells']
  expect(findings([], [{ ...east, cells }])).toMatchInlineSnapshot(`
    [
      "clusters/us-east-1.ts cells.tenant-bb (cell-clash) the cell tenant-bb could have the names of a tenant’s own database and cache → choose a name without "tenant-" in front",
    ]
  `)
})

test('node groups out of order, unsold or of the wrong kind are told', () => {
  const odd = {
    ...east,
    nodeGroups: {
      cpu: { types: ['g4dn.xlarge'], min: 3, desired: 2, max: 9 },
      gpu: { types: ['p3.2xlarge'], min: 0, desired: 0, max: 1 },
    },
  } as Regional
  expect(findings([], [odd])).toMatchInlineSnapshot(`
    [
      "clusters/us-east-1.ts nodeGroups.cpu (node-group) min 3, desired 2 and max 9 are not in order → set min ≤ desired ≤ max",
      "clusters/us-east-1.ts nodeGroups.cpu.types[0] (node-group) g4dn.xlarge has a GPU → move it to the other group",
      "clusters/us-east-1.ts nodeGroups.gpu.types (node-group) AWS sells none of p3.2xlarge any more → add a type that is sold",
    ]
  `)
})
