import { registry } from '../../../charts/platform/registry.ts'
import type { OwnChart } from '../../kube/own-chart.ts'
import type { ResolvedCluster } from '../../resolve/types.ts'
import { error, type Finding } from '../../spec/finding.ts'

const namePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
/** `own-<name>` is the name of a namespace, at most 63 characters, and begins names of cluster-wide objects. */
const longest = 40
/** Files that Paddock writes into the folder of each own chart. */
const taken = ['alerts', 'namespace', 'network']
const kinds = ['hub', 'regional', 'local']
const pinned = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+:[A-Za-z0-9_][A-Za-z0-9._-]*@sha256:[0-9a-f]{64}$/

/** Checks an own chart's default export. Types cannot: the file is run without the compiler. */
export function checkDefinition(
  name: string,
  file: string,
  value: unknown,
  clusters: readonly ResolvedCluster[],
): { own: OwnChart } | { findings: Finding[] } {
  const found: Finding[] = []
  const fail = (field: string, why: string, remedy: string) =>
    found.push(error('own-chart', file, field, why, remedy))
  checkName(name, fail)
  const own = (value ?? {}) as Partial<Record<keyof OwnChart, unknown>>
  if (typeof own.draw !== 'function') {
    fail('', 'its default export is no own chart', 'write `export default ownChart({ … })`')
    return { findings: found }
  }
  if (typeof own.summary !== 'string' || !/^[^\n]{5,200}$/.test(own.summary))
    fail('summary', 'it does not state its purpose in one line', 'write one line')
  if (typeof own.owner !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(own.owner))
    fail('owner', 'it is no mail address', 'name the people who answer for the chart')
  checkClusters(own.clusters, clusters, fail)
  checkImages(own.images, fail)
  return found.length > 0 ? { findings: found } : { own: value as OwnChart }
}

type Fail = (field: string, why: string, remedy: string) => void

function checkName(name: string, fail: Fail): void {
  if (!namePattern.test(name) || name.length > longest)
    fail('', `"${name}" is no name of lower-case words and at most ${longest} characters`, 'rename the file')
  else if (taken.includes(name)) fail('', `Paddock writes a file ${name}.yaml itself`, 'rename the file')
  else if (registry.some((component) => component.name === name))
    fail('', `charts/platform/${name} is a component of that name`, 'choose another name for the file')
}

function checkClusters(value: unknown, clusters: readonly ResolvedCluster[], fail: Fail): void {
  const names = clusters.map(({ name }) => name)
  if (Array.isArray(value)) {
    if (value.length === 0) fail('clusters', 'it names no cluster', `name some of ${names.join(', ')}`)
    for (const [index, one] of value.entries())
      if (!names.includes(String(one)))
        fail(`clusters[${index}]`, `there is no cluster ${String(one)}`, `choose from ${names.join(', ')}`)
    return
  }
  const { kind } = (value ?? {}) as { kind?: unknown }
  if (!kinds.includes(String(kind)))
    fail('clusters', 'it names no clusters', "write ['us-east-1'] or { kind: 'regional' }")
}

function checkImages(value: unknown, fail: Fail): void {
  for (const [id, image] of Object.entries((value ?? {}) as Record<string, unknown>)) {
    const { reference, source } = (image ?? {}) as { reference?: unknown; source?: unknown }
    if (!pinned.test(String(reference)))
      fail(
        `images.${id}.reference`,
        `${String(reference)} is not pinned`,
        'write repository:tag@sha256:<digest>; `docker buildx imagetools inspect <repository:tag>` prints the digest',
      )
    if (!/^https:\/\/\S+$/.test(String(source)))
      fail(`images.${id}.source`, 'it is no address', 'name the page where the publisher states the digest')
  }
}

/** Clusters that an own chart names. */
export function clustersOf({ clusters }: OwnChart, all: readonly ResolvedCluster[]): ResolvedCluster[] {
  return all.filter(({ name, kind }) =>
    'kind' in clusters ? clusters.kind === kind : clusters.includes(name),
  )
}
