import { type ModelRelease, modelReleases } from '../catalog/model-releases.ts'
import type { ModelName } from '../catalog/models.ts'
import { modelServers } from '../resolve/model-server.ts'
import { error, type Finding, notice } from '../spec/finding.ts'
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
              file,
              `modelDigests.${name}`,
              `${pin} was never released: nothing says that both regions hold it`,
              `release it: npx paddock models release ${name} ${pin}; or pin ${known(releases[name])}`,
            ),
          ]
    })
  })
  return [
    ...checkPointers(releases),
    ...pins,
    ...[...waiting].map((name) =>
      notice(
        'model-unreleased',
        catalogue,
        name,
        'no version of it is released yet, so its servers in AWS wait for it',
        'run `npx paddock models publish <model>` and `release` where S3 can be reached',
      ),
    ),
  ]
}

function checkPointers(releases: Readonly<Record<string, ModelRelease>>): Finding[] {
  return Object.entries(releases)
    .filter(([, { current, versions }]) => current !== null && !Object.hasOwn(versions, current))
    .map(([name, release]) =>
      error(
        'model-unreleased',
        catalogue,
        `${name}.current`,
        `${release.current} is not among its released versions`,
        `set it to ${known(release)}`,
      ),
    )
}

function known({ versions }: ModelRelease): string {
  return Object.keys(versions).join(' or ') || 'none'
}
