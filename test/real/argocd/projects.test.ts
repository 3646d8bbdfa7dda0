import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { readDist } from '../../support/dist.ts'
import { sourceOf } from '../cluster/waves.ts'
import { ask, objectsOf } from './checks.ts'

interface Question {
  readonly project: string
  readonly application: KubeObject
  readonly object: object
}

const title = ({ application, object }: Question) => {
  const { kind, metadata } = object as KubeObject
  return `${application.metadata.name}: ${kind} ${metadata.namespace ?? ''}/${metadata.name}`
}

describe.each(['hub', 'us-east-1', 'us-west-2', 'local'])('%s', (cluster) => {
  const documents = readDist(`${cluster}/`).flatMap(({ path, objects }) =>
    objects.map((object) => ({ path, text: '', object })),
  )
  const applications = documents.filter(({ object }) => object.kind === 'Application')
  const projects = objectsOf(`${cluster}/`, 'AppProject')
  const projectOf = (application: KubeObject) => (application['spec'] as { project: string }).project
  const permitted = async (questions: readonly Question[]) => {
    const answer = await ask<boolean[]>('projects', { projects, questions })
    return questions.filter((_, index) => answer[index])
  }

  test('each Application’s project permits every object of its folder', async () => {
    const questions = applications.flatMap((one) =>
      sourceOf(one, documents).map(({ object }) => ({
        project: projectOf(one.object),
        application: one.object,
        object,
      })),
    )
    const granted = new Set(await permitted(questions))
    expect(questions.filter((one) => !granted.has(one)).map(title)).toEqual([])
    expect(questions.length).toBe(documents.length)
  })

  test('no tenant’s project permits an object of the platform or of another tenant', async () => {
    const tenants = applications.filter(({ object }) => projectOf(object).startsWith('tenant-'))
    const questions = tenants.flatMap((one) => {
      const own = new Set(sourceOf(one, documents))
      return documents
        .filter((document) => !own.has(document))
        .map(({ object }) => ({ project: projectOf(one.object), application: one.object, object }))
    })
    expect((await permitted(questions)).map(title)).toEqual([])
  })

  test.runIf(projects.some(({ metadata }) => metadata.name === 'default'))(
    'the project `default` permits nothing',
    async () => {
      const questions = applications.map(({ object }) => ({
        project: 'default',
        application: object,
        object,
      }))
      expect(await permitted(questions)).toEqual([])
    },
  )
})
