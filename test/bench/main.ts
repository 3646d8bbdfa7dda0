import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { x } from 'tinyexec'
import { repository } from '../support/workspace.ts'
import { seeded, tenantSource, writeFleet } from './fleet.ts'
import { benchModels } from './models.ts'
import { writeObjects } from './objects.ts'
import { commitBase, samplePlans } from './plan.ts'

interface Sample {
  readonly cpuMs: number
  readonly wallMs: number
  readonly peakMiB: number
}

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,300,1000,3000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: 'synth,plan' },
    /** A part of the ways, for a machine that is shared: a word of each name, as `cold,change,floor`. */
    ways: { type: 'string', default: '' },
    /** Of the store that `--only models` copies. */
    gigabytes: { type: 'string', default: '2' },
  },
})
const only = new Set(values.only.split(','))
const sizes = values.sizes.split(',').map(Number)
/** One App for all is quadratic: 1,000 tenants take minutes, so it is measured once, and 3,000 are left out. */
const oneAppLimit = 1000
async function sample(mode: string, root: string): Promise<Sample> {
  const { stdout } = await x(process.execPath, [join(repository, 'test/bench/child.js'), mode, root], {
    throwOnError: true,
  })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Sample
}

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

async function withFleet(tenants: number, run: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'paddock-bench-'))
  try {
    writeFleet(root, tenants)
    await run(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function measurePlans(root: string, tenants: number): Promise<void> {
  await sample('cold', root)
  await commitBase(root)
  const samples = new Map<string, number[]>()
  for (let run = 0; run < (tenants > 1000 ? 1 : Number(values.runs)); run += 1)
    for (const [name, wallMs] of await samplePlans(root, tenants, run))
      samples.set(name, [...(samples.get(name) ?? []), wallMs])
  const seconds = (name: string) => median(samples.get(name) ?? []) / 1000
  console.log(`\n### Plans of ${tenants.toLocaleString('en')} tenants, the whole command\n`)
  console.log('| command | wall s | to cold synth |')
  console.log('|---|--:|--:|')
  for (const name of samples.keys())
    console.log(
      `| ${name} | ${seconds(name).toFixed(2)} | ${(seconds(name) / seconds('synth, cold')).toFixed(2)} |`,
    )
}

async function measure(root: string, tenants: number): Promise<void> {
  const { objects, files } = await writeObjects(root)
  const samples = new Map<string, Sample[]>()
  const ways = values.ways.split(',')
  const add = async (name: string, mode: string) => {
    if (!ways.some((way) => name.includes(way))) return
    samples.set(name, [...(samples.get(name) ?? []), await sample(mode, root)])
  }
  const runs = tenants > 1000 ? 1 : Number(values.runs)
  for (let run = 0; run < runs; run += 1) {
    // In turn, so that a machine whose speed drifts is the same to all of them.
    await add('cold, verified', 'cold')
    await add('no change', 'again')
    writeFileSync(
      join(root, 'tenants/tenant-1.ts'),
      tenantSource(1, seeded(run + 1)).replace('contacts', `displayName: 'Run ${run}',\n  contacts`),
    )
    await add('one tenant changed', 'again')
    await add('cold, not verified', 'unverified')
    await add('floor: yaml + write', 'floor')
    await add('cdk8s, an App a tenant', 'app-a-tenant')
    if (tenants <= oneAppLimit && (run === 0 || tenants < 1000)) await add('cdk8s, one App', 'one-app')
  }
  print(tenants, objects, files, samples)
}

function print(
  tenants: number,
  objects: number,
  files: number,
  samples: ReadonlyMap<string, readonly Sample[]>,
): void {
  const cpu = (name: string) => median((samples.get(name) ?? []).map((one) => one.cpuMs))
  console.log(
    `\n### ${tenants.toLocaleString('en')} tenants (${objects.toFixed(0)} objects in ${files.toFixed(0)} files each)\n`,
  )
  console.log('| way | CPU s | wall s | CPU ms a tenant | peak MiB | CPU to floor | CPU to cold |')
  console.log('|---|--:|--:|--:|--:|--:|--:|')
  for (const [name, all] of samples) {
    const peak = median(all.map((one) => one.peakMiB))
    const wall = median(all.map((one) => one.wallMs))
    const ratios = [cpu(name) / cpu('floor: yaml + write'), cpu(name) / cpu('cold, verified')]
    console.log(
      `| ${name} | ${(cpu(name) / 1000).toFixed(2)} | ${(wall / 1000).toFixed(2)} | ${(cpu(name) / tenants).toFixed(2)} | ${peak.toFixed(0)} | ${ratios.map((one) => one.toFixed(2)).join(' | ')} |`,
    )
  }
}

console.log(
  `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; medians`,
)
if (only.has('models')) await benchModels(Number(values.gigabytes) * 1e9, Number(values.runs))
for (const tenants of sizes) {
  if (only.has('synth')) await withFleet(tenants, (root) => measure(root, tenants))
  if (only.has('plan')) await withFleet(tenants, (root) => measurePlans(root, tenants))
}
