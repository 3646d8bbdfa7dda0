import { images } from '../catalog/images.ts'
import { type Ring, ringNames, rings } from '../catalog/rings.ts'
import type { KubeObject } from '../kube/object.ts'
import { whereOf } from './fold.ts'
import type { ObjectChange } from './objects.ts'
import type { RingStep } from './report.ts'

interface Pod {
  readonly containers?: readonly Container[]
  readonly initContainers?: readonly Container[]
}

interface Container {
  readonly name: string
  readonly image: string
}

/** One image of one workload that moves to another version. */
export interface ImageMove extends Omit<RingStep, 'before'> {
  readonly before: string
}

/** Images of pods that move to another version, by the ring of their tenant; `platform` for what tenants share. */
export function imageMoves(change: ObjectChange): ImageMove[] {
  const [before, after] = [imagesOf(change.before), imagesOf(change.after)]
  return [...after].flatMap(([name, image]) => {
    const was = before.get(name)
    if (was === undefined || was === image) return []
    const [repository, version] = split(image)
    return [
      {
        ring: change.after?.metadata.labels?.['paddock.dev/ring'] ?? 'platform',
        image: repository,
        before: split(was)[1],
        after: version,
        ...whereOf(change),
      },
    ]
  })
}

/** Steps of the release, one for each ring, image and new version. */
export function ringSteps(moves: readonly ImageMove[]): RingStep[] {
  const steps = new Map<
    string,
    { step: RingStep; before: Set<string>; clusters: Set<string>; tenants: Set<string> }
  >()
  for (const { before, clusters, tenants, ...rest } of moves) {
    const key = [rest.ring, rest.image, rest.after].join(' ')
    const found = steps.get(key) ?? {
      step: { ...rest, before: [], clusters: [], tenants: [] },
      before: new Set(),
      clusters: new Set(),
      tenants: new Set(),
    }
    found.before.add(before)
    for (const one of clusters) found.clusters.add(one)
    for (const one of tenants) found.tenants.add(one)
    steps.set(key, found)
  }
  return [...steps.values()].map(({ step, before, clusters, tenants }) => ({
    ...step,
    before: [...before].sort(),
    clusters: [...clusters].sort(),
    tenants: [...tenants].sort(),
  }))
}

/** Images of the catalogue that rings decide the version of. */
const released = [
  { id: 'open-webui', field: 'openWebui' },
  { id: 'ollama', field: 'ollama' },
] as const

/**
 * Rings that take a version before the ring in front of them has run it: that ring does not have it, or gets it with
 * the same merge. A sentence for each.
 */
export function skippedRings(steps: readonly RingStep[]): string[] {
  return steps.flatMap(({ ring, image, after }) => {
    const front = ringNames[ringNames.indexOf(ring as Ring) - 1]
    const release = released.find(({ id }) => images[id].repository === image)
    if (!front || !release) return []
    const name = `${release.id} ${after}`
    const { tag } = images[release.id].versions[rings[front][release.field]] ?? {}
    if (tag !== undefined && after.split('@')[0] !== tag)
      return [`ring ${ring} takes ${name}, which ring ${front} does not run`]
    const together = steps.some((one) => one.ring === front && one.image === image && one.after === after)
    return together ? [`rings ${front} and ${ring} take ${name} at once`] : []
  })
}

function imagesOf(object: KubeObject | undefined): Map<string, string> {
  const spec = object?.['spec'] as { template?: { spec?: Pod } } | undefined
  const pod = spec?.template?.spec
  const containers = [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])]
  return new Map(containers.map(({ name, image }) => [name, image]))
}

/** `registry:5000/name:tag@sha256:…` as repository and version; a digest is shortened to its first characters. */
function split(reference: string): [repository: string, version: string] {
  const [name = '', digest] = reference.split('@')
  const colon = name.lastIndexOf(':')
  const tagged = colon > name.lastIndexOf('/')
  const tag = tagged ? name.slice(colon + 1) : 'latest'
  return [tagged ? name.slice(0, colon) : name, digest ? `${tag}@${digest.slice(0, 15)}` : tag]
}
