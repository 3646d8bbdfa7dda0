import { expect, test } from 'vitest'
import { referencesOf } from '../../lib/verify/references/named.ts'
import { readDist } from '../support/dist.ts'
import { validObject } from '../support/valid.ts'

const idOf = (kind: string, namespace: string, name: string) => `${kind}/${namespace}/${name}`

test('each file applies from top to bottom: an object stands below those of the file that it names', () => {
  const late = readDist().flatMap(({ path, objects }) => {
    const place = new Map(
      objects.map(({ kind, metadata }, index) => [
        idOf(kind, metadata.namespace ?? '', metadata.name),
        index,
      ]),
    )
    return objects.flatMap((object, index) =>
      referencesOf(validObject(object))
        .filter(({ kind, namespace, name }) => (place.get(idOf(kind, namespace, name)) ?? -1) > index)
        .map(({ kind, name }) => `${path}: ${object.kind}/${object.metadata.name} above ${kind}/${name}`),
    )
  })
  expect(late).toEqual([])
})
