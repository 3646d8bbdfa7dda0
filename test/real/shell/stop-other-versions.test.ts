import { expect, test } from 'vitest'
import { startApi } from './api-server.ts'
import { runScript } from './script.ts'

const deployment = '/apis/apps/v1/namespaces/tenant-a/deployments/open-webui'
const selector = 'app.kubernetes.io/name=open-webui,app.kubernetes.io/version!=2.0'
const pods = `/api/v1/namespaces/tenant-a/pods?labelSelector=${encodeURIComponent(selector).replaceAll('!', '%21')}`

/** A cluster with Open WebUI at a version; its pods end some polls after its Deployment is deleted. */
async function cluster(version: string | undefined, polls: number, lost = 0, busy = 0) {
  let refusals = busy
  let deleted = false
  let left = polls
  const api = await startApi((call) => {
    refusals -= 1
    if (refusals >= 0) return { status: 503 }
    if (call === `GET ${deployment}`) {
      if (version === undefined || deleted) return { status: 404 }
      return { status: 200, body: { metadata: { labels: { 'app.kubernetes.io/version': version } } } }
    }
    if (call === `DELETE ${deployment}`) {
      deleted = true
      return { status: 200 }
    }
    if (call === `GET ${pods}`) {
      left -= 1
      return { status: 200, body: { items: left > 0 ? [{}] : [] } }
    }
    return { status: 403, body: { message: `not allowed: ${call}` } }
  }, lost)
  const run = (more: Record<string, string> = {}) =>
    runScript('charts/tenant/open-webui/stop-other-versions.py', {
      ...api.env,
      NAMESPACE: 'tenant-a',
      VERSION: '2.0',
      DEADLINE_SECONDS: '60',
      ...more,
    })
  return { run, calls: () => api.seen.map(({ call }) => call.split(' ')[0]) }
}

test('another version is deleted, and waited for until its last pod has ended', async () => {
  const { run, calls } = await cluster('1.0', 2)
  expect(await run()).toMatchObject({ code: 0, out: expect.stringContaining('stopping version 1.0') })
  expect(calls().filter((method) => method === 'DELETE')).toHaveLength(1)
  expect(calls().at(-1)).toBe('GET')
})

test('the same version is left alone, and so is an empty namespace', async () => {
  for (const version of ['2.0', undefined]) {
    const { run, calls } = await cluster(version, 0)
    expect(await run()).toMatchObject({ code: 0 })
    expect(calls()).toEqual(['GET', 'GET'])
  }
})

test('a Deployment that is at this version already: pods of the one before are waited for', async () => {
  const { run, calls } = await cluster('2.0', 3)
  expect(await run()).toMatchObject({ code: 0 })
  expect(calls()).toEqual(['GET', 'GET', 'GET', 'GET'])
})

test('pods that do not end stop the migration', async () => {
  const { run } = await cluster('1.0', 1000)
  expect(await run({ DEADLINE_SECONDS: '1' })).toMatchObject({
    code: 1,
    err: 'stop-other-versions: pods of another version have not ended in time',
  })
})

test('a refusal of the API server is told, and ends the run', async () => {
  const { run } = await cluster('1.0', 0)
  const { code, err } = await run({ NAMESPACE: 'tenant-b' })
  expect(code).toBe(1)
  expect(err).toContain('answered 403')
})

test('lost connections, and an API server that is busy, are waited out', async () => {
  const { run, calls } = await cluster('1.0', 1, 2, 2)
  expect(await run()).toMatchObject({ code: 0 })
  expect(calls().filter((method) => method === 'DELETE')).toHaveLength(1)
})

test('an API server that never answers ends the run at the deadline', async () => {
  const { run } = await cluster('1.0', 1, 1000)
  const { code, err } = await run({ DEADLINE_SECONDS: '2' })
  expect(code).toBe(1)
  expect(err).toMatch(/^stop-other-versions: GET /)
})
