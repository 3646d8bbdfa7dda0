import { error, type Finding, notice } from '../findings/finding.ts'
import type { CompleteTenantClusterSpec } from '../spec/index.ts'
import { type Fleet, type FromFile, tenantClusters } from './fleet.ts'

type Regional = FromFile<Extract<CompleteTenantClusterSpec, { kind: 'regional' }>>

/** A region that is served from another one has cells there, and replicas are in regions with a cluster. */
export function checkStandby(fleet: Fleet): Finding[] {
  const regional = tenantClusters(fleet).filter((one): one is Regional => one.spec.kind === 'regional')
  const regions = new Set(regional.map(({ spec }) => spec.region))
  return regional.flatMap(({ file, spec }) => [
    ...checkServedFrom(file, spec, regions),
    ...Object.entries(spec.cells).flatMap(([id, { replicateTo }]) =>
      checkReplicas(file, spec, id, replicateTo, regions),
    ),
  ])
}

function checkServedFrom(file: string, spec: Regional['spec'], regions: ReadonlySet<string>): Finding[] {
  const { servedFrom, region } = spec
  if (servedFrom === undefined || servedFrom === region) return []
  if (!regions.has(servedFrom)) {
    return [
      error('served-from', { file, field: 'servedFrom' }, { problem: 'no-cluster', region: servedFrom }),
    ]
  }
  const bound = Object.entries(spec.cells).filter(([, cell]) => !cell.replicateTo.includes(servedFrom))
  if (bound.length === Object.keys(spec.cells).length) {
    return [
      error('served-from', { file, field: 'servedFrom' }, { problem: 'no-replica', region: servedFrom }),
    ]
  }
  return bound.map(([cell]) =>
    notice(
      'served-from',
      { file, field: `cells.${cell}` },
      { problem: 'bound', cell, home: region, region: servedFrom },
    ),
  )
}

function checkReplicas(
  file: string,
  { region }: Regional['spec'],
  id: string,
  replicateTo: readonly string[],
  regions: ReadonlySet<string>,
): Finding[] {
  const at = { file, field: `cells.${id}.replicateTo` }
  return replicateTo.flatMap((to) => {
    // A rule of the cell's copies refuses its own region.
    return to === region || regions.has(to)
      ? []
      : [notice('standby', at, { problem: 'no-cluster', region: to })]
  })
}
