import { expect, test } from 'vitest'
import { waves } from '../../lib/kube/waves.ts'

test('a component comes five after the latest of those that it waits for', () => {
  const all = [
    { name: 'c', after: ['a', 'b'] },
    { name: 'a', after: [] },
    { name: 'b', after: ['a'] },
    { name: 'd', after: ['a'] },
  ]
  expect([...waves(all)]).toEqual([
    ['c', -50],
    ['a', -60],
    ['b', -55],
    ['d', -55],
  ])
})

test('a component that is added at the end changes no other wave', () => {
  const before = waves([
    { name: 'a', after: [] },
    { name: 'b', after: ['a'] },
  ])
  const after = waves([
    { name: 'a', after: [] },
    { name: 'b', after: ['a'] },
    { name: 'new', after: ['b'] },
  ])
  for (const [name, wave] of before) expect(after.get(name)).toBe(wave)
})

test('a circle, an unknown name and too many levels are errors that name the components', () => {
  const circle = [
    { name: 'a', after: ['b'] },
    { name: 'b', after: ['a'] },
  ]
  expect(() => waves(circle)).toThrow('components wait for each other: a → b → a')
  expect(() => waves([{ name: 'a', after: ['gone'] }])).toThrow(
    'component a comes after gone, which does not exist',
  )
  const chain = Array.from({ length: 13 }, (_, n) => ({ name: `c${n}`, after: n === 0 ? [] : [`c${n - 1}`] }))
  expect(() => waves(chain)).toThrow('component c12 would come at wave 0, together with tenants')
})
