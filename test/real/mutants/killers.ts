import type { KubeObject, Manifest } from '../../../lib/kube/object.ts'
import { claimSchemas } from '../../../lib/verify/claims.ts'
import { clusterFacts, verifyCluster, verifyTenant } from '../../../lib/verify/index.ts'
import { verifyMetadata } from '../../../lib/verify/metadata.ts'
import { verifyPolicy } from '../../../lib/verify/policy/index.ts'
import { checkSchemas } from '../../../lib/verify/schema.ts'
import { departures } from '../../intent/intent.ts'
import { intents } from '../../intent/intents.ts'
import { type Subject, subjectsOfObject } from '../../intent/subjects.ts'
import { wholeFindings } from '../../intent/wholes.ts'
import { isCrds } from '../../support/dist.ts'
import { asValid } from '../../support/valid.ts'
import type { WholeCheck } from './check.ts'
import type { Path } from './leaves.ts'
import { type Mutant, mutated } from './mutate.ts'
import type { Tree } from './tree.ts'

/** Whether a row of the intent table departs. */
export function intentNotices(mutant: Mutant): boolean {
  const { subject } = mutant.leaf
  const object = mutated(mutant)
  if (subject.at.length === 0)
    return subjectsOfObject(subject.file, object)
      .filter(({ kind }) => !kind.startsWith('composed '))
      .some(departs)
  const resource = valueAt(object, subject.at)
  return isMap(resource) && departs({ ...subject, object, value: resource })
}

function departs(subject: Subject): boolean {
  return departures(intents, subject).length > 0
}

function isMap(value: unknown): value is Subject['value'] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined,
    value,
  )
}

/** Findings of the intent table on each cluster's objects together. */
export function wholeCheck({ manifests }: Tree): WholeCheck {
  const clusters = [...new Set(manifests.map(({ path }) => path.split('/')[0] ?? ''))]
  const findings = (files: readonly Manifest[]) =>
    clusters.flatMap((cluster) =>
      wholeFindings(files.filter(({ path }) => path.startsWith(`${cluster}/`) && !isCrds(path))),
    )
  // The tree lacks the other tenants of its clusters, which some objects name.
  const known = new Set(findings(manifests))
  return { name: 'intent table', notices: async (files) => findings(files).some((one) => !known.has(one)) }
}

/** The verifier on the parts of a tree. */
export interface Verifier {
  /** Schemas and the rules of one object. */
  noticesObject(mutant: Mutant): boolean
  /** References, isolation and whatever else reads a whole cluster or tenant. */
  readonly wholes: readonly WholeCheck[]
}

/** Makes the verifier for a tree. */
export function verifierOf({ manifests, tenant, clusters }: Tree): Verifier {
  const isTenants = ({ path }: Manifest) =>
    path.includes(`/tenants/${tenant.id}/`) || path.endsWith(`/argocd/tenant-${tenant.id}.yaml`)
  const units = [...clusters].flatMap(([name, cluster]) => {
    const of = (files: readonly Manifest[]) => files.filter(({ path }) => path.startsWith(`${name}/`))
    const shared = of(manifests).filter((one) => !isTenants(one))
    if (shared.length === 0) return []
    const facts = clusterFacts(shared)
    const ofShared = (files: readonly Manifest[]) => of(files).filter((one) => !isTenants(one))
    const ofTenant = (files: readonly Manifest[]) => of(files).filter(isTenants)
    const verifyAll = (files: readonly Manifest[]) => [
      ...verifyCluster(ofShared(files)),
      ...(ofTenant(files).length > 0 ? verifyTenant(ofTenant(files), tenant, cluster, facts) : []),
    ]
    const known = new Set(verifyAll(manifests).map((one) => JSON.stringify(one)))
    const notices = async (files: readonly Manifest[]) =>
      verifyAll(files).some((one) => !known.has(JSON.stringify(one)))
    return [{ name, claims: claimSchemas(asValid(shared)), whole: { name: 'verifier' as const, notices } }]
  })
  return {
    noticesObject(mutant) {
      const { file } = mutant.leaf.subject
      const unit = units.find(({ name }) => file.startsWith(`${name}/`))
      if (!unit) throw new Error(`${file} belongs to no cluster`)
      const checked = checkSchemas([{ path: file, objects: [mutated(mutant)] }], {
        claims: unit.claims,
        complete: true,
      })
      return (
        checked.findings.length > 0 ||
        verifyPolicy(checked.manifests).length > 0 ||
        checked.manifests.flatMap(verifyMetadata).length > 0
      )
    },
    wholes: units.map(({ whole }) => whole),
  }
}

/** Files with one object in the place of another. */
export function withObject(
  manifests: readonly Manifest[],
  before: KubeObject,
  after: KubeObject,
): readonly Manifest[] {
  return manifests.map((one) =>
    one.objects.includes(before)
      ? { ...one, objects: one.objects.map((object) => (object === before ? after : object)) }
      : one,
  )
}
