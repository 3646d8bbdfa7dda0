import { imageReference } from '../catalog/images.ts'
import { rings } from '../catalog/rings.ts'
import { GiB, MiB } from '../catalog/units.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import type { ResolvedExport } from './data-types.ts'
import { databaseUrls } from './database.ts'
import { auditFolder, exportAccount, exportPrefix } from './export-names.ts'
import { tenantNames } from './names.ts'

/** The export of a tenant that leaves: its database, its files and, on AWS, its audit. */
export function resolveExport(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): ResolvedExport {
  const { schema } = tenantNames(spec.id)
  const dump = {
    image: imageReference('postgres'),
    claim: 'export',
    pod: {
      cpuMillis: 50,
      memoryBytes: 256 * MiB,
      memoryLimitBytes: GiB,
      ephemeralBytes: 64 * MiB,
      gpus: 0,
    },
    env: { ...databaseUrls(spec, cluster), DATABASE_SCHEMA: schema },
  }
  return cluster.kind === 'local'
    ? { ...dump, filesClaim: 'files' }
    : { ...dump, store: resolveStore(spec, cluster.region) }
}

/** The program needs Python and boto3, which the application's image has: it stores files in S3 itself. */
function resolveStore(spec: CompleteTenantSpec, region: string): NonNullable<ResolvedExport['store']> {
  const { namespace } = tenantNames(spec.id)
  const ofCell = (key: string) => ({ secret: 'cell-endpoints', key })
  return {
    image: imageReference('open-webui', rings[spec.ring].openWebui),
    serviceAccount: exportAccount,
    env: {
      AUDIT_BUCKET: ofCell('audit-bucket'),
      AUDIT_PREFIX: `${auditFolder}${namespace}/`,
      FILES_BUCKET: ofCell('files-bucket'),
      FILES_PREFIX: `${namespace}/`,
      S3_ENDPOINT_URL: ofCell('files-endpoint'),
      S3_REGION_NAME: region,
      TO: exportPrefix(spec.retention.exportDays, namespace),
    },
  }
}
