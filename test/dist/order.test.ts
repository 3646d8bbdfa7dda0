import { expect, test } from 'vitest'
import { title } from '../real/cluster/dist.ts'
import { syncPlan } from '../real/cluster/waves.ts'
import { readDist } from '../support/dist.ts'
import { clusters } from '../support/subject.ts'

/** In what order Argo CD would apply a cluster's objects. */
function planOf(cluster: string) {
  const documents = readDist(`${cluster}/`).flatMap(({ path, objects }) =>
    objects.map((object) => ({ path, object, text: '' })),
  )
  return syncPlan(documents)
}

/** Namespaces that are there before the first sync. */
const given = ['argocd', 'kube-system']

test.each(clusters)('every object of $name belongs to an Application', ({ name: cluster }) => {
  expect(planOf(cluster).forgotten).toEqual([])
})

/** Applications of one wave sync at the same time, so neither may count on the other. */
test.each(clusters)('in $name an Application finds its namespaces, or makes them', ({ name: cluster }) => {
  const { steps } = planOf(cluster)
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
