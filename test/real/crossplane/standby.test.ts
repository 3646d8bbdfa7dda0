import { expect, inject, test } from 'vitest'
import { postgresDatabase } from '../../../crossplane/apis/postgres-database/api.ts'
import { regionEnvironment } from '../../../crossplane/compose/composition.ts'
import { compositionName } from '../../../crossplane/compose/composition-name.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { readDist } from '../../support/dist.ts'
import { apisOf, environmentsOf } from './cluster.ts'
import { live } from './life.ts'

const renderer = inject('renderer')
const standingBy = readDist('us-west-2/platform/data/')
  .flatMap(({ objects }) => objects)
  .find(
    ({ kind, spec }) =>
      kind === postgresDatabase.kind &&
      (spec as { compositionRef?: { name: string } }).compositionRef?.name ===
        compositionName(postgresDatabase, 'standby'),
  )

/** The replica in its own region, by the composition that its claim names. */
async function replica(variant: 'standby' | 'promoted') {
  if (!standingBy) throw new Error('no database stands by in us-west-2')
  const spec = {
    ...(standingBy['spec'] as object),
    compositionRef: { name: compositionName(postgresDatabase, variant) },
  }
  const claim: KubeObject = { ...standingBy, spec }
  const life = await live(renderer, apisOf('us-west-2'), claim, environmentsOf(regionEnvironment, claim))
  const instance = life.last.composed.find(({ kind }) => kind === 'Instance')
  if (!instance) throw new Error(`${variant} makes no instance`)
  return instance as KubeObject & {
    spec: { managementPolicies: string[]; forProvider: Record<string, unknown> }
  }
}

test('the line that fails a region over turns the replica that is looked at into one that is promoted', async () => {
  const before = await replica('standby')
  const after = await replica('promoted')
  expect(after.metadata.name).toBe(before.metadata.name)
  expect(before.spec.managementPolicies).toEqual(['Observe'])
  expect(after.spec.managementPolicies).toEqual(['Observe', 'Update'])
  expect(after.spec.forProvider['identifier']).toBe(before.spec.forProvider['identifier'])
  expect(after.spec.forProvider).toMatchObject({
    applyImmediately: true,
    multiAz: true,
    storageEncrypted: true,
  })
  expect(after.spec.forProvider).not.toHaveProperty('replicateSourceDb')
  // The id that the harness lets RDS report: from then on it is the name, in both states.
  for (const one of [before, after]) {
    expect(one.metadata.annotations?.['crossplane.io/external-name']).toBe('replica-resourceid')
  }
})
