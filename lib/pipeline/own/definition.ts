import { registry } from '../../../charts/platform/registry.ts'
import type { Facts } from '../../findings/catalogue.ts'
import { error, type Finding } from '../../findings/finding.ts'
import type { OwnChart } from '../../kube/own-chart.ts'
import type { ResolvedCluster } from '../../resolve/types.ts'

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
  const fail: Fail = (field, facts) => found.push(error('own-chart', { file, field }, facts))
  checkName(name, fail)
  const own = (value ?? {}) as Partial<Record<keyof OwnChart, unknown>>
  if (typeof own.draw !== 'function') {
    fail('', { problem: 'no-chart' })
    return { findings: found }
  }
  if (typeof own.summary !== 'string' || !/^[^\n]{5,200}$/.test(own.summary))
    fail('summary', { problem: 'summary' })
  if (typeof own.owner !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(own.owner))
    fail('owner', { problem: 'owner' })
  checkClusters(own.clusters, clusters, fail)
  checkImages(own.images, fail)
  return found.length > 0 ? { findings: found } : { own: value as OwnChart }
}

type Fail = (field: string, facts: Facts['own-chart']) => void

function checkName(name: string, fail: Fail): void {
  if (!namePattern.test(name) || name.length > longest) fail('', { problem: 'name', name, longest })
  else if (taken.includes(name)) fail('', { problem: 'file-name', name })
  else if (registry.some((component) => component.name === name))
    fail('', { problem: 'component-name', name })
}

function checkClusters(value: unknown, clusters: readonly ResolvedCluster[], fail: Fail): void {
  const names = clusters.map(({ name }) => name)
  if (Array.isArray(value)) {
    if (value.length === 0) fail('clusters', { problem: 'no-cluster', known: names })
    for (const [index, one] of value.entries())
      if (!names.includes(String(one)))
        fail(`clusters[${index}]`, { problem: 'unknown-cluster', cluster: String(one), known: names })
    return
  }
  const { kind } = (value ?? {}) as { kind?: unknown }
  if (!kinds.includes(String(kind))) fail('clusters', { problem: 'clusters', known: names })
}

function checkImages(value: unknown, fail: Fail): void {
  for (const [id, image] of Object.entries((value ?? {}) as Record<string, unknown>)) {
    const { reference, source } = (image ?? {}) as { reference?: unknown; source?: unknown }
    if (!pinned.test(String(reference)))
      fail(`images.${id}.reference`, { problem: 'image-unpinned', reference: String(reference) })
    if (!/^https:\/\/\S+$/.test(String(source))) fail(`images.${id}.source`, { problem: 'image-source' })
  }
}

/** Clusters that an own chart names. */
export function clustersOf({ clusters }: OwnChart, all: readonly ResolvedCluster[]): ResolvedCluster[] {
  return all.filter(({ name, kind }) =>
    'kind' in clusters ? clusters.kind === kind : clusters.includes(name),
  )
}
