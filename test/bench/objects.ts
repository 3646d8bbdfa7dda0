import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Manifest } from '../../lib/kube/object.ts'
import { loadSpecs } from '../../lib/pipeline/load.ts'
import { clusterMembers } from '../../lib/pipeline/members.ts'
import { clusterManifests, tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolvePlaced } from '../../lib/resolve/placed.ts'

/**
 * Writes every unit's objects as JSON, for the baselines: each tenant's, and each cluster's own, the hub's claims for
 * the regions among them. Answers objects and files of a tenant.
 */
export async function writeObjects(root: string): Promise<{ objects: number; files: number }> {
  const { tenants, clusters, findings } = await loadSpecs(root)
  if (findings.length > 0) throw new Error(JSON.stringify(findings[0]))
  mkdirSync(join(root, 'objects'), { recursive: true })
  const write = (unit: string, manifests: readonly Manifest[]) =>
    writeFileSync(join(root, 'objects', `${unit}.json`), JSON.stringify(manifests))
  let objects = 0
  let files = 0
  for (const one of clusters) {
    const cluster = resolveCluster(
      one.spec,
      clusters.map(({ spec }) => spec),
    )
    write(`${cluster.name}`, clusterManifests(cluster))
    for (const { tenant, placement } of clusterMembers(one, clusters, tenants).members) {
      const manifests = tenantManifests(resolvePlaced(tenant.spec, placement), cluster)
      objects += manifests.reduce((sum, manifest) => sum + manifest.objects.length, 0)
      files += manifests.length
      write(`${cluster.name}-${tenant.spec.id}`, manifests)
    }
  }
  return { objects: objects / tenants.length, files: files / tenants.length }
}
