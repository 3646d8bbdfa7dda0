import { expect, test } from 'vitest'
import { isCrds, readDist } from '../support/dist.ts'
import { subject as fleet } from '../support/workspace.ts'
import { absent, concerns, departures } from './intent.ts'
import { intents } from './intents.ts'
import { placesOf } from './places.ts'
import { subjectsOf } from './subjects.ts'

const files = readDist('', fleet).filter(({ path }) => !isCrds(path) && !path.includes('/own/'))
const subjects = subjectsOf(files)

test('every setting of dist is as its intent wants it', () => {
  expect(subjects.flatMap((subject) => departures(intents, subject))).toEqual([])
})

test('every row of the table concerns an object of the fixtures, and finds a value in one', () => {
  const idle = intents.flatMap((intent) => {
    const concerned = subjects.filter((subject) => concerns(intent, subject))
    return Object.entries(intent.settings)
      .filter(
        ([path, wanted]) =>
          wanted !== absent &&
          concerned.every(({ value }) => placesOf(value, path).every((one) => one.value === undefined)),
      )
      .map(([path]) => `${String(intent.of)}: ${path}`)
  })
  expect(idle).toEqual([])
})

test.each([
  ['a.b', { a: { b: 1 } }, ['/a/b 1']],
  ['a.c', { a: { b: 1 } }, ['/a/c undefined']],
  ['a.c?', { a: { b: 1 } }, []],
  ['a?.c', {}, []],
  ['a[*].b', { a: [{ b: 1 }, {}] }, ['/a/0/b 1', '/a/1/b undefined']],
  ['a[name=x].b', { a: [{ name: 'y' }, { name: 'x', b: 2 }] }, ['/a/1/b 2']],
  ['a[name=x].b', { a: [] }, ['/a/name=x/b undefined']],
  ['a[name=x]?.b', { a: [] }, []],
  ['a[x.y/z]', { a: { 'x.y/z': 3 } }, ['/a/x.y/z 3']],
  ['a.*', { a: { b: 1, c: 2 } }, ['/a/b 1', '/a/c 2']],
])('%s finds its places', (path, value, found) => {
  expect(placesOf(value, path).map((one) => `${one.path} ${JSON.stringify(one.value)}`)).toEqual(found)
})
