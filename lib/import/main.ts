import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { importKinds } from './import.ts'

/** Kubernetes whose fields Paddock may use: the oldest that it runs on, so that each field exists everywhere. */
const kubernetesModule = 'k8s.io/kubernetes@v1.34.4'

const usage = `Usage: npm run import -- --crds <folder or file> [--crds …] [--kubernetes <folder>]

Turns CRDs and Kubernetes' OpenAPI into the types and schemas of the kinds in lib/kube/kinds.json.

  --crds        CRDs as YAML: a folder, or a release file with many documents (repeatable)
  --kubernetes  a source tree of Kubernetes with api/openapi-spec/swagger.json
                (default: the Go module ${kubernetesModule}, which needs Go)`

function kubernetesFolder(): string {
  const answer = execFileSync('go', ['mod', 'download', '-json', kubernetesModule], { encoding: 'utf8' })
  return (JSON.parse(answer) as { Dir: string }).Dir
}

try {
  const { values } = parseArgs({
    options: {
      crds: { type: 'string', multiple: true, default: [] },
      kubernetes: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(usage)
  else {
    const written = await importKinds({
      root: process.cwd(),
      crds: values.crds,
      kubernetes: values.kubernetes ?? kubernetesFolder(),
    })
    console.log(`${written} files written`)
  }
} catch (cause) {
  console.error(`import: ${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`)
  process.exitCode = 1
}
