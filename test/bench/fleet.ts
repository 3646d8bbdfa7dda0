import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../support/workspace.ts'

/** Numbers from a seed, the same on every machine (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The largest database of the catalogue accepts sixty, at up to 100 users a tenant. */
const tenantsPerCell = 50
/** Two Pod Identity associations a tenant, of a thousand in a cluster. */
const cellsPerCluster = 9

/** Fills a folder with a fleet: as many clusters and cells as the tenants need, every tenth tenant premium. */
export function writeFleet(root: string, tenants: number): void {
  rmSync(root, { recursive: true, force: true })
  for (const folder of ['tenants', 'clusters']) mkdirSync(join(root, folder), { recursive: true })
  symlinkSync(join(repository, 'lib'), join(root, 'lib'))
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }\n')
  // One in each region at least: each is the other's peer.
  const clusters = Math.max(2, Math.ceil(tenants / (tenantsPerCell * cellsPerCluster)))
  for (let index = 0; index < clusters; index += 1) {
    writeFileSync(join(root, 'clusters', `bench-${index}.ts`), clusterSource(index))
  }
  // A hub makes one cluster a region, and there are two regions: fleets above 900 tenants are measured without.
  if (clusters === 2) writeFileSync(join(root, 'clusters', 'hub.ts'), hubSource)
  const random = seeded(20_261_124)
  for (let index = 0; index < tenants; index += 1) {
    writeFileSync(join(root, 'tenants', `tenant-${index}.ts`), tenantSource(index, random))
  }
}

/** Makes every cluster's region: networks, clusters, nodes, edge, as claims of its own. */
const hubSource = `import { cluster } from '../lib/spec/index.ts'

export default cluster({
  kind: 'hub', name: 'hub', region: 'us-east-1', domain: 'paddock.example',
  gitOps: { repository: 'https://git.example/paddock.git', revision: 'refs/heads/main' },
  operatorGroups: ['operators'], operatorRole: 'operator', egressCidrs: ['198.51.100.16/28'],
  contact: 'a@b.example',
})
`

function clusterSource(index: number): string {
  const capacity = `{ tenants: ${tenantsPerCell}, connections: 4900, databaseGiB: 9999, filesGiB: 99999 }`
  const cells = Array.from(
    { length: cellsPerCluster },
    (_, cell) =>
      `'bench-${index}-${cell}': { capacity: ${capacity}, database: { instanceClass: 'db.r6g.2xlarge' } }`,
  )
  const [region, peer] = index % 2 === 0 ? ['us-east-1', 'us-west-2'] : ['us-west-2', 'us-east-1']
  const group = (types: string) => `{ types: [${types}], min: 0, desired: 0, max: 450 }`
  return `import { cluster } from '../lib/spec/index.ts'

export default cluster({
  kind: 'regional', name: 'bench-${index}', region: '${region}', domain: 'b${index}.paddock.example',
  gitOps: { repository: 'https://git.example/paddock.git', revision: 'refs/heads/main' },
  operatorGroups: ['operators'], contact: 'a@b.example',
  peerRegion: '${peer}', network: { vpcCidr: '10.${16 + index}.0.0/16', apiAccessCidrs: ['203.0.113.0/24'] },
  nodeGroups: { cpu: ${group(`'c5.9xlarge'`)}, gpu: ${group(`'g4dn.xlarge', 'g6e.xlarge', 'g4dn.12xlarge'`)} },
  cells: { ${cells.join(', ')} },
})
`
}

/** The source of one tenant; `random` decides what it asks for. */
export function tenantSource(index: number, random: () => number): string {
  const cell = Math.floor(index / tenantsPerCell)
  const premium = index % 10 === 9
  const models = premium
    ? [`'phi4:14b'`]
    : random() < 0.5
      ? [`'llama3:8b'`]
      : [`'mistral:7b'`, `'llama3.2:3b'`]
  const provider =
    random() < 0.5
      ? `\n  identityProvider: { issuer: 'https://sso${index}.example', clientId: 'chat', cidrs: ['198.51.100.0/24'], allowedDomains: ['sso${index}.example'] },`
      : ''
  return `import { tenant } from '../lib/spec/index.ts'

export default tenant({
  id: 'tenant-${index}',
  tier: '${premium ? 'premium' : 'standard'}',
  cell: 'bench-${Math.floor(cell / cellsPerCluster)}-${cell % cellsPerCluster}',
  contacts: { owner: 'it@t${index}.example' },
  models: [${models.join(', ')}],
  expectedUsers: ${Math.floor(random() * 100) + 1},${provider}
})
`
}
