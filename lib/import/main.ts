import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { registry } from '../../charts/platform/registry.ts'
import { importKinds } from './import.ts'
import { importUpstream, publicAddress } from './upstream.ts'

/**
 * Version of Kubernetes whose fields Paddock may use. It is the oldest supported version, so that each field exists
 * everywhere.
 */
const kubernetesModule = 'k8s.io/kubernetes@v1.34.4'

const usage = `Usage: npm run import -- --crds <folder or file> [--crds …] [--kubernetes <folder>]
       npm run import -- --upstream [--component <name>] [--from <folder or address>]

The first turns CRDs and Kubernetes' OpenAPI into the types and schemas of the kinds in lib/kube/kinds.json.

  --crds        CRDs as YAML or JSON: a folder, or a release file with many documents (repeatable)
  --kubernetes  a source tree of Kubernetes with api/openapi-spec/swagger.json
                (default: the Go module ${kubernetesModule}, which needs Go)

The second makes crds/ and kinds/ of each component of the files that its crds.ts pins: the CRDs that dist holds, and
types and schemas of the kinds that only components draw.

  --upstream    download them, compare their sums, leave descriptions out
  --component   import the CRDs of one component and leave those of the others as they are
  --from        a folder or address with <repository>/<tag>/<path> below it (default: ${publicAddress})`

function kubernetesFolder(): string {
  const answer = execFileSync('go', ['mod', 'download', '-json', kubernetesModule], { encoding: 'utf8' })
  return (JSON.parse(answer) as { Dir: string }).Dir
}

try {
  const { values } = parseArgs({
    options: {
      crds: { type: 'string', multiple: true, default: [] },
      kubernetes: { type: 'string' },
      upstream: { type: 'boolean', default: false },
      from: { type: 'string' },
      component: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(usage)
  else {
    const root = process.cwd()
    const written = values.upstream
      ? await importUpstream({
          root,
          pinned: registry.flatMap(({ name, crds }) => (crds ? [{ component: name, sources: crds }] : [])),
          from: values.from ?? publicAddress,
          ...(values.component === undefined ? {} : { only: values.component }),
        })
      : await importKinds({
          root,
          crds: values.crds,
          kubernetes: values.kubernetes ?? kubernetesFolder(),
        })
    console.log(`${written} files written`)
  }
} catch (cause) {
  console.error(`import: ${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`)
  process.exitCode = 1
}
