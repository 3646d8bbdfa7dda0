import { expect, inject, test } from 'vitest'
import { hubApis } from '../../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../../crossplane/apis/region-apis.ts'
import { badClaims, claimOf } from '../../crossplane/bad-claims.ts'
import { examples } from '../../crossplane/example-claims.ts'
import { apisOf } from './cluster.ts'
import { validate } from './validate.ts'

const renderer = inject('renderer')
const definitions = [...apisOf('us-east-1').definitions, ...apisOf('hub').definitions]

test('the examples are right', async () => {
  const verdicts = await validate(
    renderer,
    definitions,
    examples.map(({ claim }) => claim),
  )
  expect(verdicts.filter(({ status }) => status !== 'valid')).toEqual([])
  expect(verdicts).toHaveLength(examples.length)
})

test('each claim with a mistake is refused, and the field is named', async () => {
  const claims = badClaims.map((one, index) => claimOf(one, `bad-${index}`))
  const verdicts = await validate(renderer, definitions, claims)
  const reported = new Map(
    verdicts.map(({ name, errors }) => [name, (errors ?? []).map(({ message }) => message).join('\n')]),
  )
  const missed = badClaims.flatMap((one, index) => {
    const said = reported.get(`bad-${index}`) ?? ''
    return one.reported.test(said) ? [] : [`${one.kind} ${one.field}: ${said || 'taken'}`]
  })
  expect(missed).toEqual([])
  expect(badClaims.length).toBeGreaterThanOrEqual(30)
})

test('every API has its bad claims', () => {
  const kinds = [...regionApis, ...hubApis].map(({ api }) => api.kind)
  expect(kinds.filter((kind) => !badClaims.some((one) => one.kind === kind))).toEqual([])
})
