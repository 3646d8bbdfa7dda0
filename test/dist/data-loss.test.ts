import { expect, test } from 'vitest'
import { dataLossOf } from '../../lib/plan/data-loss.ts'
import { changesOf } from '../support/change.ts'
import { readDist } from '../support/dist.ts'
import { areFixtures } from '../support/subject.ts'

test('of all that dist holds, nothing whose loss takes data with it goes before a person has confirmed it', () => {
  const seen = new Set<string>()
  const bare = readDist().flatMap(({ path, objects }) => {
    const [cluster = ''] = path.split('/')
    return objects.flatMap((object) =>
      dataLossOf(changesOf([object], [], { cluster })).flatMap(({ kind, name, guard }) => {
        // An Application deletes by cascade, and there each object has its own guard.
        if (kind === 'argoproj.io/Application') return []
        seen.add(kind)
        const options = object.metadata.annotations?.['argocd.argoproj.io/sync-options']
        // A copy of a certificate stays in Secrets Manager by its own settings.
        const stays = guard === 'kept' && kind.endsWith('/PushSecret')
        const safe = stays || options === 'Prune=confirm,Delete=confirm'
        return safe ? [] : [`${path} ${kind} ${name}`]
      }),
    )
  })
  expect(bare).toEqual([])
  if (!areFixtures) return
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'Namespace',
      'PersistentVolumeClaim',
      'apiextensions.crossplane.io/CompositeResourceDefinition',
      'apiextensions.k8s.io/CustomResourceDefinition',
      'paddock.dev/PostgresDatabase',
      'paddock.dev/RegionStorage',
      'pkg.crossplane.io/Provider',
    ]),
  )
})
