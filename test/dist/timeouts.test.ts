import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { readDist } from '../support/dist.ts'
import { fixtures, subject } from '../support/workspace.ts'

/** Numbers of seconds at the hops of one tenant, from the objects of dist, outermost first. */
interface Hops {
  readonly tenant: string
  readonly waits: readonly (readonly [hop: string, seconds: number])[]
}

/** Clusters in AWS: those behind load balancers. */
const behind = [
  ...new Set(
    readDist()
      .map(({ path }) => path)
      .filter((path) => path.includes('/platform/nginx-ingress/'))
      .map((path) => path.split('/')[0] ?? ''),
  ),
]
const balancers = readDist()
  .map(({ objects }) => JSON.stringify(objects))
  .join('\n')
/** Idle time-outs of the application load balancers, in the compositions of the hub. */
const idle = [...balancers.matchAll(/idleTimeout\\?":(\d+)/g)].map(([, seconds]) => Number(seconds))

/** Settings of the ingress controller. */
const ingress = JSON.stringify(behind.map((name) => readDist(`${name}/platform/nginx-ingress`)))

function hopsOf(tenant: string, objects: readonly KubeObject[]): Hops {
  const text = (kind: string, name: string) => {
    const found = objects.find((one) => one.kind === kind && one.metadata.name === name)
    return found ? JSON.stringify(found) : ''
  }
  const number = (from: string, pattern: RegExp): number[] => {
    const found = pattern.exec(from)?.[1]
    return found === undefined ? [] : [Number(found)]
  }
  const server = text('Deployment', 'ollama-gpu') || text('Deployment', 'ollama-cpu')
  const route = text('InterceptorRoute', 'ollama-gpu')
  const wake = number(route, /"readiness":"(\d+)s"/)
  const head = number(route, /"responseHeader":"(\d+)s"/)
  const found: [string, number[]][] = [
    ['ingress controller, idle connection', number(ingress, /"keepalive-timeout":"(\d+)s"/)],
    ['load balancer', [Math.min(...idle)]],
    ['ingress controller', number(text('VirtualServer', 'host-0'), /"read-timeout":"(\d+)s"/)],
    ['Open WebUI', number(text('Deployment', 'open-webui'), /"AIOHTTP_CLIENT_TIMEOUT","value":"(\d+)"/)],
    ['gateway', number(text('ConfigMap', 'model-gateway'), /proxy_read_timeout (\d+)s/)],
    ['interceptor, both waits', wake.flatMap((one) => head.map((two) => one + two))],
    ['interceptor, head of the answer', head],
    ['model proxy', number(text('ConfigMap', 'ollama-proxy'), /proxy_read_timeout (\d+)s/)],
    ['llama-server', number(server, /"LLAMA_ARG_TIMEOUT","value":"(\d+)"/)],
  ]
  return {
    tenant,
    waits: found.flatMap(([hop, [seconds]]) => (seconds === undefined ? [] : [[hop, seconds]])),
  }
}

const tenants = behind
  .flatMap((name) => readDist(`${name}/tenants`))
  .reduce((all, { path, objects }) => {
    const tenant = path.split('/').slice(0, 3).join('/')
    return all.set(tenant, [...(all.get(tenant) ?? []), ...objects])
  }, new Map<string, KubeObject[]>())
/** A suspended tenant has a page and no upstream. */
const served = (objects: readonly KubeObject[]) =>
  objects.some((one) => one.kind === 'VirtualServer' && JSON.stringify(one).includes('"read-timeout"'))
const hops = [...tenants]
  .filter(([, objects]) => served(objects))
  .map(([tenant, objects]) => hopsOf(tenant, objects))

describe('each hop from the load balancer to llama-server waits at least as long as the next one', () => {
  test('every hop is found in dist', () => {
    expect(idle.length).toBeGreaterThan(0)
    for (const { tenant, waits } of hops) {
      const sleeps = waits.some(([hop]) => hop === 'gateway')
      expect([tenant, waits.length]).toEqual([tenant, sleeps ? 9 : 6])
    }
    // A fleet need not have a tenant whose server sleeps; the fixtures have one.
    expect(subject !== fixtures || hops.some(({ waits }) => waits.length === 9)).toBe(true)
  })
  test.each(hops)('$tenant', ({ waits }) => {
    for (const [index, [hop, seconds]] of waits.entries()) {
      const [next, its] = waits[index + 1] ?? ['', 0]
      expect(seconds, `${hop} waits ${seconds} s, ${next} ${its} s`).toBeGreaterThanOrEqual(its)
    }
  })
})

test('the gateway’s answer at the end of a wait names the time of its route', () => {
  for (const [, objects] of tenants) {
    const route = objects.find(({ kind }) => kind === 'InterceptorRoute')
    if (!route) continue
    const seconds = /"readiness":"(\d+)s"/.exec(JSON.stringify(route))?.[1]
    const gateway = objects.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'model-gateway',
    )
    expect(JSON.stringify(gateway)).toContain(`did not start within ${seconds} s`)
  }
})
