import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadSpecs } from '../../lib/pipeline/load.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'

/** Writes every tenant's objects as JSON, for the baselines; answers objects and files of a tenant. */
export async function writeObjects(root: string): Promise<{ objects: number; files: number }> {
  const { tenants, clusters, findings } = await loadSpecs(root)
  if (findings.length > 0) throw new Error(JSON.stringify(findings[0]))
  mkdirSync(join(root, 'objects'), { recursive: true })
  let objects = 0
  let files = 0
  for (const { spec } of clusters) {
    if (spec.kind === 'hub') continue
    const cluster = resolveCluster(spec)
    for (const tenant of tenants.filter((one) => Object.hasOwn(spec.cells, one.spec.cell))) {
      const manifests = tenantManifests(resolveTenant(tenant.spec, spec), cluster)
      objects += manifests.reduce((sum, one) => sum + one.objects.length, 0)
      files += manifests.length
      writeFileSync(join(root, 'objects', `${tenant.spec.id}.json`), JSON.stringify(manifests))
    }
  }
  return { objects: objects / tenants.length, files: files / tenants.length }
}
