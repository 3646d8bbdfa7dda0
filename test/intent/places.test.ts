import { expect, test } from 'vitest'
import { placesOf } from './places.ts'

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
