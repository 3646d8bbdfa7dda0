import { expect, test } from 'vitest'
import { ask, objectsOf, settingsOf } from './checks.ts'

const cluster = 'us-east-1'
const projects = objectsOf(`${cluster}/`, 'AppProject')

interface Question {
  readonly groups: readonly string[]
  readonly resource: string
  readonly action: string
  readonly object: string
}

/** Permissions of the groups, out of all actions. */
async function allowed(groups: readonly string[]): Promise<string[]> {
  const questions: Question[] = [
    ...[
      'get',
      'create',
      'update',
      'delete',
      'sync',
      'override',
      'action/apps/Deployment/restart',
      'delete/apps/Deployment/tenant-acme/open-webui',
      'update/apps/Deployment/tenant-acme/open-webui',
    ].flatMap((action) =>
      [
        'tenant-acme/tenant-acme',
        'tenant-globex/tenant-globex',
        'databases/database-acme',
        'platform/root',
        'platform/component-argocd',
      ].map((object) => ({ resource: 'applications', action, object })),
    ),
    ...['logs', 'exec'].flatMap((resource) =>
      ['get', 'create'].map((action) => ({ resource, action, object: 'tenant-acme/tenant-acme' })),
    ),
    ...['projects', 'repositories', 'clusters', 'accounts', 'certificates', 'gpgkeys', 'extensions'].flatMap(
      (resource) =>
        ['get', 'create', 'update', 'delete', 'invoke'].map((action) => ({
          resource,
          action,
          object: 'tenant-acme',
        })),
    ),
  ].map((one) => ({ groups, ...one }))
  const answer = await ask<boolean[]>('rbac', {
    policy: settingsOf(cluster, 'argocd-rbac-cm'),
    projects,
    questions,
  })
  return questions
    .filter((_, index) => answer[index])
    .map(({ resource, action, object }) => `${resource} ${action} ${object}`)
    .sort()
}

test('an administrator of a tenant looks at its own Application and syncs it, and nothing else', async () => {
  expect(await allowed(['acme:it'])).toEqual([
    'applications get tenant-acme/tenant-acme',
    'applications sync tenant-acme/tenant-acme',
    'projects get tenant-acme',
  ])
})

test('an auditor of a tenant looks, and nothing else', async () => {
  expect(await allowed(['acme:audit'])).toEqual([
    'applications get tenant-acme/tenant-acme',
    'projects get tenant-acme',
  ])
})

test('somebody of no group sees nothing, nor does one whose group is called like a built-in role', async () => {
  expect(await allowed([])).toEqual([])
  for (const group of ['tenant-acme', 'admin', 'role:admin', 'role:readonly'])
    expect({ group, rights: await allowed([group]) }).toEqual({ group, rights: [] })
})

test('operators see everything, sync and confirm; they neither delete nor override nor open a terminal', async () => {
  const rights = await allowed(['paddock:operators'])
  const actions = [...new Set(rights.map((right) => right.split(' ').slice(0, 2).join(' ')))]
  expect(actions.sort()).toEqual([
    'applications get',
    'applications sync',
    'applications update',
    'clusters get',
    'logs get',
    'projects get',
    'repositories get',
  ])
  expect(rights.filter((right) => right.startsWith('applications update'))).toHaveLength(5)
})
