import { expect, test } from 'vitest'
import { ask, settingsOf } from './checks.ts'

interface Notice {
  readonly trigger: string
  readonly oncePer: string
  readonly subject: string
  readonly text: string
}

const healthy = { health: { status: 'Healthy' }, sync: { revision: 'abc' }, resources: [] }

async function noticesOf(status: object, metadata: object = {}): Promise<readonly Notice[]> {
  const [answer] = await ask<Notice[][]>('notices', {
    settings: settingsOf('us-east-1', 'argocd-notifications-cm'),
    applications: [{ metadata: { name: 'tenant-acme', ...metadata }, status }],
  })
  return answer ?? []
}

test('nothing is written of what works, or has not begun', async () => {
  expect(await noticesOf(healthy)).toEqual([])
  const operationState = {
    phase: 'Running',
    message: 'waiting for healthy state of apps/Deployment/a',
    startedAt: '1',
  }
  expect(await noticesOf({ ...healthy, operationState })).toEqual([])
  expect(await noticesOf({})).toEqual([])
})

test('a sync that fails, or has been tried five times', async () => {
  const failed = { phase: 'Failed', message: 'refused', startedAt: '1' }
  const [notice] = await noticesOf({ ...healthy, operationState: failed })
  expect(notice).toMatchObject({ trigger: 'sync-failed', subject: 'tenant-acme: sync fails', oncePer: '1' })
  expect(notice?.text).toContain('refused')
  const tried = (retryCount: number) => ({ phase: 'Running', message: 'refused', startedAt: '1', retryCount })
  expect(await noticesOf({ ...healthy, operationState: tried(4) })).toEqual([])
  expect(await noticesOf({ ...healthy, operationState: tried(5) })).toHaveLength(1)
})

test('what is degraded is named', async () => {
  const [notice] = await noticesOf({
    ...healthy,
    health: { status: 'Degraded', lastTransitionTime: '2' },
    resources: [
      { kind: 'Service', name: 'bus' },
      { kind: 'Deployment', name: 'open-webui', health: { status: 'Degraded', message: 'no pod' } },
      { kind: 'Job', name: 'migrate', health: { status: 'Healthy' } },
    ],
  })
  expect(notice).toMatchObject({ trigger: 'degraded', subject: 'tenant-acme: degraded', oncePer: '2' })
  expect(notice?.text).toContain('Deployment open-webui: no pod')
  expect(notice?.text).not.toContain('migrate')
})

test('a removal that waits for a confirmation, and a deletion that does', async () => {
  const message = 'waiting for pruning confirmation of /PersistentVolumeClaim/files'
  const operationState = { phase: 'Running', message, startedAt: '3' }
  expect(await noticesOf({ ...healthy, operationState })).toMatchObject([
    { trigger: 'waits-for-confirmation', oncePer: '3' },
  ])
  const guarded = {
    ...healthy,
    resources: [{ kind: 'Namespace', name: 'a', requiresDeletionConfirmation: true }],
  }
  const deletionTimestamp = '2026-01-01T00:00:00Z'
  const finalizers = ['resources-finalizer.argocd.argoproj.io']
  expect(await noticesOf(guarded, { deletionTimestamp, finalizers })).toMatchObject([
    { trigger: 'waits-for-confirmation', oncePer: deletionTimestamp },
  ])
  // The export before the deletion has not ended; then it has, and Argo CD cleans up.
  const hook = 'pre-delete-finalizer.argocd.argoproj.io'
  const cascade = 'resources-finalizer.argocd.argoproj.io'
  const deleted = (...finalizers: readonly string[]) => noticesOf(guarded, { deletionTimestamp, finalizers })
  expect(await deleted(cascade, hook, `${hook}/cleanup`)).toEqual([])
  expect(await deleted(cascade, `${hook}/cleanup`)).toHaveLength(1)
  expect(await noticesOf(guarded)).toEqual([])
  expect(await noticesOf(healthy, { deletionTimestamp })).toEqual([])
})
