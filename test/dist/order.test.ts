import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDist, title } from '../real/cluster/dist.ts'
import { syncPlan } from '../real/cluster/waves.ts'
import { subject } from '../support/workspace.ts'

const dist = join(subject, 'dist')
const clusters = readdirSync(dist)
/** Namespaces that are there before the first sync. */
const given = ['argocd', 'kube-system']

test.each(clusters)('every object of %s belongs to an Application', (cluster) => {
  expect(syncPlan(readDist(dist, cluster)).forgotten).toEqual([])
})

/** Applications of one wave sync at the same time, so neither may count on the other. */
test.each(clusters)('in %s an Application finds its namespaces, or makes them', (cluster) => {
  const { steps } = syncPlan(readDist(dist, cluster))
  const waveOfApplication = new Map(
    steps
      .filter(({ application }) => application === 'root')
      .flatMap(({ wave, documents }) => documents.map(({ object }) => [object.metadata.name, wave] as const)),
  )
  const wave = (application: string) => waveOfApplication.get(application) ?? 0
  const makers = new Map(
    steps.flatMap(({ application, documents }) =>
      documents
        .filter(({ object }) => object.kind === 'Namespace')
        .map(({ object }) => [object.metadata.name, application] as const),
    ),
  )
  const lost = steps.flatMap(({ application, documents }) =>
    documents
      .filter(({ object: { metadata } }) => {
        if (metadata.namespace === undefined || given.includes(metadata.namespace)) return false
        const maker = makers.get(metadata.namespace)
        return maker !== application && !(maker && wave(maker) < wave(application))
      })
      .map(({ object }) => `${application}: ${title(object)}`),
  )
  expect(lost).toEqual([])
})
