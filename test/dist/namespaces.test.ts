import { expect, test } from 'vitest'
import { isCrds, readDist } from '../support/dist.ts'
import { clusters } from '../support/subject.ts'

/** Those that every cluster has. */
const ofKubernetes = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

test.each(clusters.map(({ name }) => name))('%s makes every namespace that its objects are in', (name) => {
  const objects = readDist(`${name}/`)
    .filter(({ path }) => !isCrds(path))
    .flatMap((one) => one.objects)
  const made = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name)
  const named = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))
  expect(named.size).toBeGreaterThan(0)
  expect([...named].filter((one) => ![...made, ...ofKubernetes].includes(one))).toEqual([])
})
