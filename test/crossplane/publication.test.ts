import { expect, test } from 'vitest'
import { schemaPaths } from '../../crossplane/compose/schema-paths.ts'
import { hubParts } from '../../crossplane/hub-environment.ts'
import { publication } from '../../crossplane/publication.ts'
import { regionSchema } from '../../crossplane/region.ts'

const parts = Object.entries(hubParts).flatMap(([part, schema]) => schemaPaths(schema, `${part}.`))
const known = [...parts, ...parts.map((path) => `peer.${path}`)]

test('every field that a region reads is published, and no other', () => {
  expect(Object.keys(publication).sort()).toEqual(schemaPaths(regionSchema).sort())
})

test('every field is taken from where the hub knows it', () => {
  const lost = Object.entries(publication)
    .filter(([, source]) => typeof source === 'string' && !known.includes(source))
    .map(([field, source]) => `${field}: no part has ${source}`)
  expect(lost).toEqual([])
})

test('no two fields are filled from the same place', () => {
  const sources = Object.values(publication).map((source) => JSON.stringify(source))
  expect(new Set(sources).size).toBe(sources.length)
})
