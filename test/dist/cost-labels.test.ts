import { expect, test } from 'vitest'
import { podTemplate } from '../../lib/verify/reachability/model.ts'
import { readDist } from '../support/dist.ts'
import { expectSeen, tenants } from '../support/subject.ts'
import { validObject } from '../support/valid.ts'

type Labels = Readonly<Record<string, string>>

test('every object of a tenant, and every pod that it makes, carries what the bill is split by', () => {
  const byId = new Map(tenants.map((spec) => [spec.id, spec]))
  let seen = 0
  for (const { path, objects } of readDist()) {
    const spec = byId.get(/\/tenants\/([^/]+)\//.exec(path)?.[1] ?? '')
    if (!spec) continue
    const wanted: Labels = {
      'paddock.dev/tenant': spec.id,
      'paddock.dev/cell': spec.cell,
      'paddock.dev/tier': spec.tier,
      ...(spec.cost ? { 'paddock.dev/cost-center': spec.cost.center } : {}),
      ...(spec.cost?.project ? { 'paddock.dev/project': spec.cost.project } : {}),
    }
    for (const object of objects) {
      expect(object.metadata.labels, `${path} ${object.kind} ${object.metadata.name}`).toMatchObject(wanted)
      const pod = podTemplate(validObject(object))
      if (pod) expect(pod.metadata?.labels, `pods of ${path} ${object.metadata.name}`).toMatchObject(wanted)
      seen += 1
    }
  }
  expectSeen(seen, 501)
})
