import { expect, test } from 'vitest'
import { type Document, documents } from '../real/cluster/dist.ts'
import { glob, inOrder, syncPlan } from '../real/cluster/waves.ts'

const object = (kind: string, name: string, more = '') =>
  `---\napiVersion: ${kind === 'Application' ? 'argoproj.io/v1alpha1' : 'v1'}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`
const wave = (order: number) => `  annotations:\n    argocd.argoproj.io/sync-wave: "${order}"\n`
const hook = (phase: string) => `  annotations:\n    argocd.argoproj.io/hook: ${phase}\n`
const application = (name: string, path: string, order: number, directory = 'include: "*.yaml"') =>
  object(
    'Application',
    name,
    `${wave(order)}spec:\n  source:\n    path: dist/c/${path}\n    directory:\n      ${directory}\n`,
  )
const names = (list: readonly Document[]) => list.map(({ object: { metadata } }) => metadata.name)
const root = documents('c/argocd/root.yaml', application('root', 'argocd', 0))

test('within an Application: wave, kind, name; custom kinds last', () => {
  const all = documents(
    'c/a.yaml',
    [
      object('VirtualServer', 'e'),
      object('Deployment', 'd', wave(0)),
      object('Service', 'c'),
      object('Service', 'b'),
      object('Job', 'first', wave(-1)),
      object('Namespace', 'a'),
      object('ConfigMap', 'last', wave(2)),
    ].join(''),
  )
  expect(names(inOrder(all))).toEqual(['first', 'a', 'b', 'c', 'd', 'e', 'last'])
})

test('a namespace comes before what lies in it, whatever its wave says', () => {
  const all = documents(
    'c/a.yaml',
    object('Namespace', 'space', wave(5)) + object('Secret', 's', `  namespace: space\n${wave(-3)}`),
  )
  expect(names(inOrder(all))).toEqual(['space', 's'])
})

test('the root waits for the Applications of a wave before the next; those of one wave go side by side', () => {
  const dist = [
    ...root,
    ...documents(
      'c/argocd/apps.yaml',
      application('late', 'late', 1) + application('one', 'one', -1) + application('two', 'two', -1),
    ),
    ...documents('c/one/a.yaml', object('Service', 'one-a') + object('Service', 'one-b', wave(1))),
    ...documents('c/two/a.yaml', object('Service', 'two-a')),
    ...documents('c/late/a.yaml', object('Service', 'late-a')),
  ]
  const { stages, forgotten } = syncPlan(dist)
  expect(
    stages.map((lanes) =>
      lanes.map((steps) => steps.map(({ application: name, documents: d }) => [name, names(d)])),
    ),
  ).toEqual([
    [[['root', ['one', 'two']]]],
    [
      [
        ['one', ['one-a']],
        ['one', ['one-b']],
      ],
      [['two', ['two-a']]],
    ],
    [[['root', ['root']]]],
    [],
    [[['root', ['late']]]],
    [[['late', ['late-a']]]],
  ])
  expect(forgotten).toEqual([])
})

test('what no Application includes is forgotten; hooks of other events wait', () => {
  const dist = [
    ...root,
    ...documents('c/argocd/app.yaml', application('app', 'app', 0, 'exclude: x.yaml')),
    ...documents('c/app/a.yaml', object('Service', 'a') + object('Job', 'export', hook('PreDelete'))),
    ...documents('c/app/x.yaml', object('Service', 'x')),
    ...documents('c/app/below/z.yaml', object('Service', 'z')),
  ]
  const { forgotten, hooks, steps } = syncPlan(dist)
  expect(forgotten).toEqual(['Service x in c/app/x.yaml', 'Service z in c/app/below/z.yaml'])
  expect(names(hooks)).toEqual(['export'])
  expect(steps.flatMap(({ documents: d }) => names(d))).toEqual(['app', 'root', 'a'])
})

test('hooks of a sync run in their phase', () => {
  const all = documents(
    'c/a.yaml',
    object('Job', 'after', hook('PostSync')) +
      object('Service', 's') +
      object('Job', 'before', hook('PreSync')),
  )
  expect(names(inOrder(all))).toEqual(['before', 's', 'after'])
})

test.each([
  ['*.yaml', 'a/b.yaml', true],
  ['*.yaml', 'a.yml', false],
  ['{database,cache}.yaml', 'cache.yaml', true],
  ['{database,cache}.yaml', 'caches.yaml', false],
  ['a.yaml', 'axyaml', false],
])('the glob %s on %s: %s', (pattern, path, matches) => {
  expect(glob(pattern).test(path)).toBe(matches)
})

test('a dist without a root is an error', () => {
  expect(() => syncPlan([])).toThrow('no Application named root')
})
