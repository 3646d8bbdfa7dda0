import { error, type Finding } from '../../findings/finding.ts'
import type { Manifest } from '../../kube/object.ts'
import { type DrawnOwnChart, ownNamespace } from '../../kube/own-chart.ts'
import type { ResolvedCluster } from '../../resolve/types.ts'
import { verifyDefinitions } from '../definitions.ts'
import type { ClusterFacts } from '../index.ts'
import { verifyMetadata } from '../metadata.ts'
import { verifyPolicy } from '../policy/index.ts'
import { verifyClosed } from '../policy/namespaces.ts'
import { verifyPlatform } from '../policy/platform.ts'
import { parseBlock } from '../reachability/cidr.ts'
import { proveTenantIsolation } from '../reachability/isolation.ts'
import { networkModel } from '../reachability/model.ts'
import { verifyReferences } from '../references/index.ts'
import { checkSchemas } from '../schema.ts'
import type { ValidManifest } from '../valid.ts'
import { ownHostBreaches } from './hosts.ts'
import { ownObjectBreaches } from './objects.ts'
import { ownPodBreaches } from './pods.ts'

/**
 * Verifies an own chart as a component is verified, and also that it stays in its namespace, that no tenant's pod
 * reaches its pods or is reached by them, and that its hosts work.
 */
export function verifyOwnChart(
  manifests: readonly Manifest[],
  own: DrawnOwnChart,
  cluster: ResolvedCluster,
  { made, claims, definitions, complete }: ClusterFacts,
): Finding[] {
  const { findings, manifests: valid, malformed } = checkSchemas(manifests, { claims, complete })
  // The other checks compare objects of the chart with each other.
  if (malformed.length > 0) return [...findings]
  const folder = valid.filter(({ path }) => path.includes('/own/'))
  const model = networkModel(folder)
  const policy = verifyPolicy(valid, new Set(own.images.map(({ reference }) => reference)))
  // Its words say more than the table's.
  const reported = new Set(policy.map(({ file, field }) => `${file} ${field}`))
  const podBlocks = cluster.network.podCidrs.map(parseBlock)
  return [
    ...valid.flatMap(verifyMetadata),
    ...policy.map(byHardening),
    ...verifyPlatform(folder).filter(({ file, field }) => !reported.has(`${file} ${field}`)),
    ...ownBreaches(folder, own, cluster),
    ...verifyClosed(folder),
    ...verifyReferences(valid, made),
    ...verifyDefinitions(valid, definitions),
    ...proveTenantIsolation(model, ownNamespace(own.name), podBlocks).map((finding) =>
      finding.code === 'isolation'
        ? error('own-chart', finding, { problem: 'isolation', open: finding.facts, chart: own.file })
        : finding,
    ),
  ]
}

/** Fields of pods that the kit's `harden` sets. */
const hardenable =
  /template\.spec\.(automountServiceAccountToken|topologySpreadConstraints|.*(securityContext\.|requests\.ephemeral-storage))/

function byHardening(finding: Finding): Finding {
  if (finding.code !== 'policy' || !hardenable.test(finding.field)) return finding
  return error('own-chart', finding, { problem: 'not-hardened', breach: finding.facts })
}

function ownBreaches(
  folder: readonly ValidManifest[],
  own: DrawnOwnChart,
  cluster: ResolvedCluster,
): Finding[] {
  const model = networkModel(folder)
  const all = folder.flatMap(({ objects }) => objects)
  return folder.flatMap(({ path, objects }) =>
    objects.flatMap((object) =>
      [
        ...ownObjectBreaches(object, own.name),
        ...ownPodBreaches(object, all),
        ...ownHostBreaches(object, all, model, cluster),
      ].map(({ field, facts }) =>
        error(
          'own-chart',
          { file: `dist/${path}`, field: `${object.kind}/${object.metadata.name} ${field}` },
          facts,
        ),
      ),
    ),
  )
}
