import { type RenderedFinding, renderAll } from '../../lib/findings/render.ts'
import { ownHosts } from '../../lib/pipeline/own/facts.ts'
import { loadOwnCharts } from '../../lib/pipeline/own/load.ts'
import { clusterManifests, ownManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { checkHosts } from '../../lib/rules/hosts.ts'
import { checkOwnHosts } from '../../lib/rules/own-hosts.ts'
import type { CompleteClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { type ClusterFacts, clusterFacts } from '../../lib/verify/index.ts'
import { verifyOwnChart } from '../../lib/verify/own/index.ts'
import { clusters, fleetOf } from './fleet.ts'
import { workspace } from './workspace.ts'

const specs: readonly CompleteClusterSpec[] = [clusters.hub, clusters.east, clusters.west]
const facts = new Map<string, ClusterFacts>()

function factsOf(name: string): ClusterFacts {
  const spec = specs.find((one) => one.name === name)
  if (!spec) throw new Error(`no fixture is named ${name}`)
  const known = facts.get(name) ?? clusterFacts(clusterManifests(resolveCluster(spec, specs)))
  facts.set(name, known)
  return known
}

/** Own charts of a repository with the fixtures' clusters: paths below `charts/own`, and their text. */
export async function drawOwn(charts: Readonly<Record<string, string>>) {
  const files = Object.entries(charts).map(([path, text]) => [`charts/own/${path}`, text])
  const root = workspace(Object.fromEntries(files))
  const loaded = specs.map((spec) => ({ spec, hash: spec.name }))
  return loadOwnCharts(root, loaded, false)
}

/** Findings of a synthesis on own charts. */
export async function errorsOf(
  charts: Readonly<Record<string, string>>,
  tenants: readonly TenantSpec[] = [],
): Promise<Pick<RenderedFinding, 'file' | 'field' | 'why'>[]> {
  const { drawn, findings } = await drawOwn(charts)
  const fleet = { ...fleetOf(tenants), own: ownHosts(drawn) }
  const found = [...findings, ...checkHosts(fleet), ...checkOwnHosts(fleet)]
  const made = drawn.flatMap((own) => {
    const spec = specs.find(({ name }) => name === own.cluster) as CompleteClusterSpec
    const cluster = resolveCluster(spec, specs)
    return verifyOwnChart(ownManifests(own, cluster), own, cluster, factsOf(own.cluster))
  })
  return renderAll([...found, ...(found.length > 0 ? [] : made)]).map(({ file, field, why }) => ({
    file,
    field,
    why,
  }))
}

/** The parts of an own chart's source that a test changes. */
interface OwnParts {
  readonly clusters?: string
  /** Body of `draw`. */
  readonly draw?: string
  /** Further fields. */
  readonly more?: string
}

/** Source of an own chart with one ConfigMap unless `draw` is given. */
export function ownSource({ clusters = "['us-east-1']", draw, more = '' }: OwnParts = {}): string {
  const body = draw ?? "new kplus.ConfigMap(chart, 'map', { metadata: { name: 'map' }, data: { a: 'b' } })"
  return `import { ApiObject, Size } from 'cdk8s'
import * as kplus from 'cdk8s-plus-28'
import { harden } from '../kit/harden.ts'
import { ownChart } from '../kit/own-chart.ts'
import { publish } from '../kit/publish.ts'

export const used = [ApiObject, Size, harden, publish]

export default ownChart({
  summary: 'an own chart of a test',
  owner: 'it@test.example',
  clusters: ${clusters},
${more}
  draw(chart, { cluster }) {
    ${body}
  },
})
`
}

/** A server as a person would write it who knows cdk8s-plus-28 and nothing of Paddock. */
export const server = `const pods = new kplus.Deployment(chart, 'web', { metadata: { name: 'web' } })
    pods.addContainer({
      name: 'web',
      image: 'docker.io/library/nginx:1.30.5-alpine-slim@sha256:f56e56413ea294b1532917c0b36fc676725f0af2ac766989f06f4b69cf83b12b',
      ports: [{ name: 'http', number: 8080 }],
      resources: { cpu: { request: kplus.Cpu.millis(10) }, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) } },
      startup: kplus.Probe.fromTcpSocket({ port: 8080 }),
      liveness: kplus.Probe.fromTcpSocket({ port: 8080 }),
      readiness: kplus.Probe.fromTcpSocket({ port: 8080 }),
    })
    const service = pods.exposeViaService({ name: 'web', ports: [{ port: 80, targetPort: 8080 }] })`
