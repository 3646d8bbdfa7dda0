import type { Finding } from '../../../../lib/findings/finding.ts'
import type { KubeObject, Manifest } from '../../../../lib/kube/object.ts'
import { claimSchemas } from '../../../../lib/verify/claims.ts'
import { verifyMetadata } from '../../../../lib/verify/metadata.ts'
import { checkSchemas } from '../../../../lib/verify/schema.ts'
import type { ValidManifest } from '../../../../lib/verify/valid.ts'

/** Findings of the verifier on single objects: the checks that an API server makes as well. */
export function verifier(objects: readonly KubeObject[]): (object: KubeObject) => readonly Finding[] {
  const dist: Manifest = { path: 'dist.yaml', objects }
  const claims = claimSchemas([dist as ValidManifest])
  return (object) => {
    const { findings, manifests } = checkSchemas([{ path: 'object.yaml', objects: [object] }], { claims })
    return [...findings, ...manifests.flatMap(verifyMetadata)]
  }
}
