import { error, type Finding, notice } from '../spec/finding.ts'
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
    const why = `no cluster is in ${servedFrom}: nobody would serve`
    return [
      error('served-from', file, 'servedFrom', why, `add a cluster in ${servedFrom}, or remove the line`),
    ]
  }
  const bound = Object.entries(spec.cells).filter(([, cell]) => !cell.replicateTo.includes(servedFrom))
  if (bound.length === Object.keys(spec.cells).length) {
    const why = `no cell is replicated to ${servedFrom}: there is nothing to fail over`
    return [
      error(
        'served-from',
        file,
        'servedFrom',
        why,
        'remove the line, or restore a backup as its runbook says',
      ),
    ]
  }
  return bound.map(([id]) => {
    const why = `cell ${id} is not replicated to ${servedFrom} and stays in ${region}`
    return notice('served-from', file, `cells.${id}`, why, 'tell its tenants, who are bound to the region')
  })
}

function checkReplicas(
  file: string,
  { region }: Regional['spec'],
  id: string,
  replicateTo: readonly string[],
  regions: ReadonlySet<string>,
): Finding[] {
  const field = `cells.${id}.replicateTo`
  return replicateTo.flatMap((to) => {
    if (to === region) {
      const why = `${to} is the region of the cell itself`
      return [error('standby', file, field, why, 'name another region, or none')]
    }
    if (regions.has(to)) return []
    const why = `no cluster is in ${to}: data goes there, and nothing could serve it`
    return [notice('standby', file, field, why, `add a cluster in ${to}`)]
  })
}
