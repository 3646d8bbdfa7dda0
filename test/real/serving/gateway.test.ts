import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { MiB } from '../../../lib/catalog/units.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { claimPort } from '../../support/ports.ts'
import type { Cluster } from '../cluster/control-plane.ts'
import { startBackend } from './backend.ts'
import { startGateway } from './gateway.ts'
import { type Interceptor, ready, startInterceptor } from './interceptor.ts'
import { applyAll, endpoints, kubeconfigOf, startServingPlane, work } from './kubernetes.ts'
import { pick, sleeper } from './tenants.ts'

const alpha = sleeper('alpha')
const beta = sleeper('beta')
const hosts = ['ollama-gpu.tenant-alpha', 'ollama-gpu.tenant-beta']
const ports = { alpha: await claimPort(), beta: await claimPort() }
let cluster: Cluster
let interceptor: Interceptor
let kubeconfig: string

/** Route of a tenant to the port of its backend in this test, with the given host and time to wake. */
function routeOf(id: 'alpha' | 'beta', host?: string, readiness = '60s'): KubeObject {
  const route = pick(id === 'alpha' ? alpha.objects : beta.objects, 'InterceptorRoute', 'ollama-gpu')
  const spec = route['spec'] as { target: object; timeouts: object; rules: object[] }
  return {
    ...route,
    spec: {
      ...spec,
      ...(host ? { rules: [{ hosts: [host] }] } : {}),
      target: { ...spec.target, port: ports[id] },
      timeouts: { ...spec.timeouts, readiness },
    },
  } as KubeObject
}
const asks = (url: string, more: RequestInit & { path?: string } = {}) =>
  fetch(`${url}${more.path ?? '/api/chat'}`, { method: 'POST', body: '{"model":"llama3:70b"}', ...more })
const isReady = (id: 'alpha' | 'beta', yes: boolean) =>
  applyAll(cluster, [endpoints(`tenant-${id}`, 'ollama-gpu', ports[id], yes)])
async function held(count: number) {
  for (let tries = 0; tries < 100; tries++) {
    if ((await interceptor.counts())['tenant-alpha/ollama-gpu'] === count) return
    await sleep(100)
  }
  throw new Error(`not ${count} requests are held: ${JSON.stringify(await interceptor.counts())}`)
}

beforeAll(async () => {
  cluster = await startServingPlane('gateway')
  for (const { objects, tenant } of [alpha, beta]) {
    await applyAll(cluster, [
      pick(objects, 'Namespace', tenant.namespace),
      ...['ServiceAccount', 'Role', 'RoleBinding'].map((kind) => pick(objects, kind, 'model-gateway')),
      {
        ...pick(objects, 'Service', 'ollama-gpu'),
        spec: { ports: [{ name: 'http', port: 11434 }] },
      } as KubeObject,
    ])
  }
  await applyAll(cluster, [routeOf('alpha'), routeOf('beta', 'beta.secret')])
  kubeconfig = await kubeconfigOf(cluster, 'tenant-alpha', 'model-gateway')
  interceptor = await startInterceptor('alpha', alpha.objects, kubeconfig, hosts)
  await ready(interceptor)
})
afterAll(async () => {
  await interceptor?.server.stop()
  await cluster?.stop()
})

describe('a gateway holds requests until its model server is there', () => {
  test('the list of models and the version are answered while the server sleeps, and wake nobody', async () => {
    const gateway = await startGateway(alpha.gateway, interceptor.port)
    onTestFinished(() => void gateway.stop())
    const list = (await (await fetch(`${gateway.url}/api/tags`)).json()) as { models: { model: string }[] }
    expect(list.models.map(({ model }) => model)).toEqual(['llama3:70b'])
    expect(await (await fetch(`${gateway.url}/api/version`)).json()).toEqual({
      version: alpha.gateway.serverVersion,
    })
    expect(await (await fetch(`${gateway.url}/api/ps`)).json()).toEqual({ models: [] })
    expect(await interceptor.counts()).toEqual({ 'tenant-alpha/ollama-gpu': 0 })
  })

  test('a held request is counted, and answered word by word when a pod is ready', async () => {
    await isReady('alpha', false)
    const gateway = await startGateway(alpha.gateway, interceptor.port)
    onTestFinished(() => void gateway.stop())
    const answer = asks(gateway.url)
    await held(1)
    await sleep(3000)
    const backend = await startBackend('alpha', ports.alpha, 5, 200)
    onTestFinished(() => backend.stop())
    const readyAt = performance.now()
    await isReady('alpha', true)
    const { status, body } = await answer
    const arrived: number[] = []
    for await (const _ of body ?? []) arrived.push(performance.now() - readyAt)
    expect(status).toBe(200)
    // The first words do not wait for the last one.
    expect(arrived.length).toBeGreaterThan(2)
    expect((arrived.at(-1) ?? 0) - (arrived[0] ?? 0)).toBeGreaterThan(400)
    console.log(`first word ${Math.round(arrived[0] ?? 0)} ms after the endpoint was written`)
    await held(0)
  })

  test('two hundred held requests take little memory', async () => {
    await isReady('alpha', false)
    const own = await startInterceptor('many', alpha.objects, kubeconfig, hosts)
    await ready(own)
    const answers = Array.from({ length: 200 }, () => withHost(own.port, 'model-server'))
    for (let tries = 0; (await own.counts())['tenant-alpha/ollama-gpu'] !== 200 && tries < 100; tries++)
      await sleep(100)
    const pid = readFileSync(join(work, 'many', 'pids'), 'utf8').trim()
    const mib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
    console.log(`${Math.round(mib)} MiB with 200 held requests`)
    expect(mib).toBeLessThan(alpha.gateway.interceptor.container.memoryBytes / MiB)
    const backend = await startBackend('alpha', ports.alpha)
    onTestFinished(() => backend.stop())
    await isReady('alpha', true)
    expect(new Set((await Promise.all(answers)).map((one) => one.includes('"alpha"')))).toEqual(
      new Set([true]),
    )
    await own.server.stop()
  })

  test('at the end of the wait the answer names the time', async () => {
    await isReady('alpha', false)
    await applyAll(cluster, [routeOf('alpha', undefined, '3s')])
    onTestFinished(() => applyAll(cluster, [routeOf('alpha')]))
    await sleep(1000)
    const gateway = await startGateway(alpha.gateway, interceptor.port, { wakeSeconds: 3 })
    onTestFinished(() => void gateway.stop())
    const answer = await asks(gateway.url)
    expect(answer.status).toBe(504)
    expect(await answer.json()).toEqual({
      error: 'the model did not start within 3 s; it is still being started, please try again',
    })
  })

  test('a pod that ends answers the request that it holds, and takes no other', async () => {
    await isReady('alpha', false)
    const own = await startInterceptor('ending', alpha.objects, kubeconfig, hosts)
    await ready(own)
    const gateway = await startGateway(alpha.gateway, own.port)
    const answer = asks(gateway.url)
    for (let tries = 0; (await own.counts())['tenant-alpha/ollama-gpu'] !== 1 && tries < 50; tries++)
      await sleep(100)
    // Hooks of both containers run at once, then each gets its signal.
    const ended = gateway.end(2)
    await sleep(2000)
    const stopped = own.server.stop(30)
    await sleep(1500)
    await expect(fetch(gateway.url)).rejects.toThrow()
    const backend = await startBackend('alpha', ports.alpha)
    onTestFinished(() => backend.stop())
    await isReady('alpha', true)
    expect((await answer).status).toBe(200)
    await Promise.all([ended, stopped])
  })
})

describe('no tenant reaches the route of another', () => {
  test('whatever host a request names, it reaches its own tenant’s server', async () => {
    const backends = [await startBackend('alpha', ports.alpha), await startBackend('beta', ports.beta)]
    onTestFinished(() => {
      for (const one of backends) one.stop()
    })
    await isReady('alpha', true)
    await isReady('beta', true)
    const gateway = await startGateway(alpha.gateway, interceptor.port)
    onTestFinished(() => void gateway.stop())
    const forged = { 'x-forwarded-host': 'beta.secret', forwarded: 'host=beta.secret' }
    for (const host of ['beta.secret', 'ollama-gpu.tenant-beta', 'model-server'])
      expect(await withHost(gateway.port, host, forged)).toContain('"server":"alpha"')
    expect(backends[1]?.seen).toEqual([])
  })

  test('the interceptor itself knows no route of another namespace', async () => {
    const backend = await startBackend('beta', ports.beta)
    onTestFinished(() => backend.stop())
    await isReady('beta', true)
    expect(await withHost(interceptor.port, 'beta.secret')).toBe('404')
    expect(Object.keys(await interceptor.counts())).toEqual(['tenant-alpha/ollama-gpu'])
  })

  test('one interceptor for all namespaces would lead there: the test can fail', async () => {
    const backend = await startBackend('beta', ports.beta)
    onTestFinished(() => backend.stop())
    await isReady('beta', true)
    const shared = await startInterceptor('shared', alpha.objects, cluster.kubectl.kubeconfig, hosts, {
      KEDA_HTTP_WATCH_NAMESPACE: '',
    })
    onTestFinished(() => shared.server.stop())
    await ready(shared)
    expect(await withHost(shared.port, 'beta.secret')).toContain('"server":"beta"')
  })

  test('its account reads nothing outside of its namespace, and no Secret or ConfigMap in it', async () => {
    const may = async (verb: string, resource: string, namespace: string) =>
      await cluster.kubectl
        .run(
          'auth',
          'can-i',
          verb,
          resource,
          '-n',
          namespace,
          '--as=system:serviceaccount:tenant-alpha:model-gateway',
        )
        .then((said) => said.trim())
        .catch(() => 'no')
    for (const resource of [
      'services',
      'endpointslices.discovery.k8s.io',
      'interceptorroutes.http.keda.sh',
    ]) {
      expect([resource, await may('list', resource, 'tenant-alpha')]).toEqual([resource, 'yes'])
      expect([resource, await may('list', resource, 'tenant-beta')]).toEqual([resource, 'no'])
    }
    for (const resource of ['secrets', 'configmaps', 'pods'])
      expect([resource, await may('get', resource, 'tenant-alpha')]).toEqual([resource, 'no'])
  })
})

/** Body of an answer to a request with any Host, or its status if that is not 200. */
async function withHost(port: number, host: string, headers: Record<string, string> = {}): Promise<string> {
  return await new Promise((resolve, reject) => {
    const call = request(
      { port, host: '127.0.0.1', method: 'POST', path: '/api/chat', headers: { host, ...headers } },
      (answer) => {
        let text = ''
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString()
        })
        answer.on('end', () => resolve(answer.statusCode === 200 ? text : String(answer.statusCode)))
      },
    )
    call.on('error', reject)
    call.end('{}')
  })
}
