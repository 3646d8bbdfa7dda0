import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A change that a team makes to its copy, and what has to be green afterwards. */
export interface Change {
  readonly name: string
  /** Files that it touches, dist and schemas aside: the proof fails when it is more or less. */
  readonly files: readonly string[]
  /** True: the library's catalogue changes with it, so its own tests and schemas follow. */
  readonly catalogue?: boolean
  readonly make: (root: string) => void
}

function edit(root: string, file: string, change: (text: string) => string): void {
  const path = join(root, file)
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${file} is not what the change expects`)
  writeFileSync(path, after)
}

function spec(kind: 'tenant' | 'cluster', fields: string): string {
  return `import { ${kind} } from '../lib/spec/index.ts'\n\nexport default ${kind}({\n${fields}})\n`
}

/** A tenant's file: `id`, its cell, and further lines. */
export function tenantFile(root: string, id: string, cell: string, more = ''): void {
  const fields = `  id: '${id}',\n  tier: 'standard',\n  cell: '${cell}',\n  contacts: { owner: 'it@${id}.example' },\n${more}`
  writeFileSync(join(root, `tenants/${id}.ts`), spec('tenant', fields))
}

function filesOf(root: string, folder: string): string[] {
  return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)
}

/** The fixtures take the samples' place, so that the proof does not depend on what a team has made of them. */
export const start = 'test/fleet'

const clusters = ['hub', 'local', 'us-east-1', 'us-west-2'].map((name) => `clusters/${name}.ts`)

/** Everything that is a company's own, by what it becomes: domain, Git, people, networks. */
const identities = [
  ['paddock.example', 'ai.acorn.example'],
  ['https://github.com/paddock-example/paddock.git', 'https://git.acorn.example/platform/assistants.git'],
  ['refs/heads/main', 'refs/heads/production'],
  ['paddock:operators', 'acorn:sre'],
  ['paddock-operator', 'acorn-sre'],
  ['paddock.localhost', 'acorn.localhost'],
  ['198.51.100.16/28', '192.0.2.64/28'],
  ['203.0.113.0/24', '192.0.2.128/25'],
] as const

function identity(text: string): string {
  return identities.reduce((all, [from, to]) => all.replaceAll(from, to), text)
}

const region = `import type { RegionData } from './region.ts'

export const euWest1 = {
  area: 'eu',
  zoneIds: { a: 'euw1-az1', b: 'euw1-az2', c: 'euw1-az3' },
  prices: { list: 'in this file', date: '2026-11', source: 'made up for this proof', usd: USD },
} as const satisfies RegionData
`

/** Made-up figures under every name that has a price; of a real region they come from AWS's price list. */
function madeUp(names: readonly string[]): string {
  return region.replace('USD', JSON.stringify(Object.fromEntries(names.map((name) => [name, 1]))))
}

/** Each change alone, on the copy as it was cloned. @param priced every name that has a price */
export function changes(priced: readonly string[]): readonly Change[] {
  return [
    {
      name: 'all sample tenants go, and one of its own comes',
      files: [
        ...['acme', 'acorn', 'cascadia-bank', 'contoso', 'demo', 'globex', 'hooli', 'initech', 'northwind'],
        'umbrella-health',
      ].map((id) => `tenants/${id}.ts`),
      make(root) {
        for (const file of filesOf(root, 'tenants')) rmSync(join(root, file))
        tenantFile(root, 'acorn', 'us-east-1-a')
      },
    },
    {
      name: 'domain, Git repository, branch, people and networks are its own',
      files: [...clusters, 'tenants/demo.ts'],
      make(root) {
        for (const file of [...clusters, 'tenants/demo.ts']) edit(root, file, identity)
      },
    },
    {
      name: 'a second cell in us-east-1, with a tenant',
      files: ['clusters/us-east-1.ts', 'tenants/acorn.ts'],
      make(root) {
        const cell = `  cells: {
    'us-east-1-b': {
      capacity: { tenants: 10, connections: 500, databaseGiB: 100, filesGiB: 500 },
      replicateTo: ['us-west-2'],
      backupsIn: ['us-east-1', 'us-west-2'],
    },
`
        edit(root, 'clusters/us-east-1.ts', (text) => text.replace('  cells: {\n', cell))
        tenantFile(root, 'acorn', 'us-east-1-b')
      },
    },
    {
      name: 'a third region, with a tenant that is bound to it',
      files: [
        'clusters/eu-west-1.ts',
        'lib/catalog/regions.ts',
        'lib/catalog/regions/eu-west-1.ts',
        'tenants/acorn.ts',
      ],
      catalogue: true,
      make(root) {
        writeFileSync(join(root, 'lib/catalog/regions/eu-west-1.ts'), madeUp(priced))
        edit(root, 'lib/catalog/regions.ts', (text) =>
          text
            .replace(
              /^import \{ usEast1/m,
              "import { euWest1 } from './regions/eu-west-1.ts'\nimport { usEast1",
            )
            .replace("  'us-west-2': usWest2,\n", "  'us-west-2': usWest2,\n  'eu-west-1': euWest1,\n"),
        )
        const east = readFileSync(join(root, 'clusters/us-west-2.ts'), 'utf8')
          .replaceAll('us-west-2', 'eu-west-1')
          .replaceAll('usw2.', 'euw1.')
          .replace('10.32.0.0/16', '10.48.0.0/16')
        writeFileSync(join(root, 'clusters/eu-west-1.ts'), east)
        tenantFile(root, 'acorn', 'eu-west-1-a', "  residency: 'eu-west-1',\n")
      },
    },
  ]
}

/** The runbook's one line, put in and taken out again. */
export const failover = {
  file: 'clusters/us-east-1.ts',
  line: "  servedFrom: 'us-west-2',\n",
  there(root: string): void {
    const anchor = "  region: 'us-east-1',\n"
    edit(root, this.file, (text) => text.replace(anchor, anchor + this.line))
  },
  back(root: string): void {
    edit(root, this.file, (text) => text.replace(this.line, ''))
  },
}
