import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s'
import { stringify } from 'yaml'
import type { Manifest } from '../../lib/kube/object.ts'
import { synth } from '../../lib/pipeline/synth.ts'

/** One measured way to make the files of a fleet; runs in a process of its own, so that CPU and memory are its own. */
const [mode = '', root = ''] = process.argv.slice(2)
const out = join(root, `out-${mode}`)
const started = performance.now()

/** The same objects as plain JSON, a file a tenant, so that the baselines draw and check nothing. */
function* objectFiles(): Generator<{ name: string; manifests: Manifest[] }> {
  for (const name of readdirSync(join(root, 'objects')).sort()) {
    yield { name, manifests: JSON.parse(readFileSync(join(root, 'objects', name), 'utf8')) as Manifest[] }
  }
}

function fill(app: App, id: string, manifests: readonly Manifest[]): void {
  const chart = new Chart(app, id)
  for (const { objects } of manifests) {
    for (const { metadata, ...object } of objects) {
      new ApiObject(chart, [object.kind, metadata.namespace, metadata.name].join('-'), {
        ...object,
        metadata,
      })
    }
  }
}

const modes: Record<string, () => Promise<unknown> | unknown> = {
  cold: async () => {
    rmSync(join(root, 'dist'), { recursive: true, force: true })
    rmSync(join(root, '.cache'), { recursive: true, force: true })
    return check(await synth({ root, cache: true }))
  },
  unverified: async () => {
    rmSync(out, { recursive: true, force: true })
    return check(await synth({ root, out, verify: false }))
  },
  again: async () => check(await synth({ root, cache: true })),
  floor: () => {
    for (const { manifests } of objectFiles()) {
      for (const { path, objects } of manifests) {
        const file = join(out, path)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, objects.map((object) => stringify(object)).join('---\n'))
      }
    }
  },
  'app-a-tenant': () => {
    for (const { name, manifests } of objectFiles()) {
      const app = new App({ outdir: join(out, name), yamlOutputType: YamlOutputType.FILE_PER_CHART })
      fill(app, name, manifests)
      app.synth()
    }
  },
  'one-app': () => {
    const app = new App({ outdir: out, yamlOutputType: YamlOutputType.FILE_PER_CHART })
    for (const { name, manifests } of objectFiles()) fill(app, name, manifests)
    app.synth()
  },
}

function check(result: Awaited<ReturnType<typeof synth>>): unknown {
  const errors = result.findings.filter(({ level }) => level === 'error')
  if (errors.length > 0) throw new Error(JSON.stringify(errors[0]))
  return { written: result.written.length, unchanged: result.unchanged }
}

const run = modes[mode]
if (!run) throw new Error(`no mode ${mode}`)
const result = await run()
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
rmSync(out, { recursive: true, force: true })
console.log(
  JSON.stringify({
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    wallMs: performance.now() - started,
    peakMiB: maxRSS / 1024,
    result,
  }),
)
