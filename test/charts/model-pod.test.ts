import { expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import type { Container, PodSpec, PodTemplateSpec } from '../../lib/kube/types/kubernetes.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { servingTimes } from '../../lib/resolve/serving-times.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { cluster } from '../support/arbitrary.ts'
import { plain } from '../support/fleet.ts'

const premium = { ...plain, tier: 'premium', models: ['llama3:70b', 'llama3:8b'] } as TenantSpec
const tenant = resolveTenant(completeTenant(premium), cluster)
const objects = tenantManifests(tenant, resolveCluster(cluster)).flatMap((one) => one.objects)
const named = (kind: string, name: string): KubeObject => {
  const found = objects.find((one) => one.kind === kind && one.metadata.name === name)
  if (!found) throw new Error(`no ${kind} ${name}`)
  return found
}
const config = (named('ConfigMap', 'ollama-proxy')['data'] as Record<string, string>)['nginx.conf'] ?? ''

function partsOf(name: string): { pod: PodSpec; server: Container; proxy: Container } {
  const pod = (named('Deployment', name)['spec'] as { template: PodTemplateSpec }).template.spec
  const [server, proxy] = ['ollama', 'proxy'].map((one) =>
    pod?.containers.find((container) => container.name === one),
  )
  if (!pod || !server || !proxy) throw new Error(`${name} has not both containers`)
  return { pod, server, proxy }
}
const variable = ({ env = [] }: Container, name: string) => env.find((one) => one.name === name)?.value

test.each(['ollama-cpu', 'ollama-gpu'])('server and proxy of %s know each other', (name) => {
  const { server, proxy } = partsOf(name)
  const run = variable(server, 'PROXY_RUN')
  expect(config).toContain(`pid ${run}/nginx.pid;`)
  expect(config).toContain(`if (-f ${run}/leaving)`)
  for (const one of [server, proxy]) expect(one.volumeMounts).toContainEqual({ mountPath: run, name: 'run' })
  const serverPort = variable(server, 'OLLAMA_HOST')?.split(':')[1]
  expect(config).toContain(`proxy_pass http://127.0.0.1:${serverPort};`)
  expect(server.ports?.map(({ containerPort }) => String(containerPort))).toEqual([serverPort])
  expect(proxy.ports).toMatchObject([
    { name: 'http', containerPort: 11434 },
    { name: 'counts', containerPort: 11436 },
  ])
  expect(config).toContain('listen 11436;')
  expect(config).toContain('listen 11434;')
  expect(named('Service', name)['spec']).toMatchObject({
    ports: [
      { port: 11434, targetPort: 'http' },
      { port: 11436, targetPort: 'counts' },
    ],
  })
})

test.each(['ollama-cpu', 'ollama-gpu'])('the hooks of %s end within its grace period', (name) => {
  const { pod, server, proxy } = partsOf(name)
  const leave = proxy.lifecycle?.preStop?.sleep?.seconds ?? 0
  const drain = Number(variable(server, 'DRAIN_SECONDS'))
  const cut = Number(/worker_shutdown_timeout (\d+)s;/.exec(config)?.[1])
  expect(leave).toBeGreaterThan(servingTimes.clientIdle)
  // nginx has cut its last answer and exited before the server stops waiting.
  expect(drain).toBeGreaterThan(leave + cut)
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(drain)
  expect(server.lifecycle?.preStop?.exec?.command).toEqual(['bash', '/scripts/drain.sh'])
})

test.each(['ollama-cpu', 'ollama-gpu'])('a hung container of %s is not drained', (name) => {
  const { server, proxy } = partsOf(name)
  for (const probe of [server.livenessProbe, server.startupProbe, proxy.livenessProbe])
    expect(probe?.terminationGracePeriodSeconds).toBeLessThanOrEqual(servingTimes.hung)
})

test('no policy opens the server behind its proxy', () => {
  const ports = tenant.flows.flatMap((flow) => flow.ports.map(({ port }) => port))
  expect(ports).toContain(11434)
  expect(ports).not.toContain(11435)
})
