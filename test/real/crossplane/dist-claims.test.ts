import { describe, expect, inject, test } from 'vitest'
import { hubApis } from '../../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../../crossplane/apis/region-apis.ts'
import { apiVersion } from '../../../crossplane/compose/api.ts'
import { compositionName } from '../../../crossplane/compose/composition-name.ts'
import { readDist } from '../../support/dist.ts'
import { apisOf, environmentsOf } from './cluster.ts'
import { live } from './life.ts'
import { schemaFindings } from './strict.ts'

const renderer = inject('renderer')
const claims = ['us-east-1', 'us-west-2', 'hub'].flatMap((cluster) =>
  readDist(`${cluster}/`)
    .flatMap(({ objects }) => objects)
    .filter((object) => object.apiVersion === apiVersion)
    .map((claim) => ({ cluster, claim, name: `${cluster} ${claim.kind} ${claim.metadata.name}` })),
)

test('dist has claims', () => {
  expect(claims.length).toBeGreaterThan(0)
})

describe.each(claims)('$name', ({ cluster, claim }) => {
  test('becomes everything that its composition has, each object valid for its kind', async () => {
    const composed = [...regionApis, ...hubApis].find(({ api }) => api.kind === claim.kind)
    const { compositionRef } = claim['spec'] as { compositionRef?: { name: string } }
    const plan = composed?.plans.find(
      ({ variant }) =>
        compositionName(composed.api, variant) === (compositionRef?.name ?? compositionName(composed.api)),
    )
    if (!plan) throw new Error(`no composition for ${claim.kind} ${claim.metadata.name}`)
    const life = await live(renderer, apisOf(cluster), claim, environmentsOf(plan.environments, claim))
    expect(life.never).toEqual([])
    expect(schemaFindings(life.last.composed)).toEqual([])
  })
})
