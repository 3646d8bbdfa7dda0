import { type ModelRelease, modelReleases } from '../catalog/model-releases.ts'
import type { ModelName } from '../catalog/models.ts'
import { error, type Finding, notice } from '../findings/finding.ts'
import { modelServers } from '../resolve/model-server.ts'
import { cellClusters, type Fleet } from './fleet.ts'

const catalogue = 'lib/catalog/model-releases.json'

/**
 * Pointers and pins name versions that were released, so that both regions hold them; models in use without a released
 * version are reported. A laptop pulls from the public registry, so the rule ignores it.
 */
export function checkModelReleases(
  fleet: Fleet,
  releases: Readonly<Record<ModelName, ModelRelease>> = modelReleases,
): Finding[] {
  const clusters = cellClusters(fleet)
  const waiting = new Set<ModelName>()
  const pins = fleet.tenants.flatMap(({ file, spec }) => {
    if (clusters.get(spec.cell)?.spec.kind !== 'regional') return []
    const used = new Set(modelServers(spec).flatMap(({ models }) => models))
    return [...used].flatMap((name) => {
      const pin = spec.modelDigests[name]
      if (pin === undefined && releases[name].current === null) waiting.add(name)
      return pin === undefined || Object.hasOwn(releases[name].versions, pin)
        ? []
        : [
            error(
              'model-unreleased',
              { file, field: `modelDigests.${name}` },
              { problem: 'pin', model: name, digest: pin, known: Object.keys(releases[name].versions) },
            ),
          ]
    })
  })
  return [
    ...checkPointers(releases),
    ...pins,
    ...[...waiting].map((name) =>
      notice('model-unreleased', { file: catalogue, field: name }, { problem: 'none' }),
    ),
  ]
}

function checkPointers(releases: Readonly<Record<string, ModelRelease>>): Finding[] {
  return Object.entries(releases).flatMap(([name, { current, versions }]) =>
    current === null || Object.hasOwn(versions, current)
      ? []
      : [
          error(
            'model-unreleased',
            { file: catalogue, field: `${name}.current` },
            { problem: 'pointer', digest: current, known: Object.keys(versions) },
          ),
        ],
  )
}
