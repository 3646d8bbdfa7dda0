import { App } from 'cdk8s'
import { describe, expect, test } from 'vitest'
import { busChart } from '../../charts/tenant/bus/index.ts'
import { ollamaChart } from '../../charts/tenant/ollama/index.ts'
import { openWebuiChart } from '../../charts/tenant/open-webui/index.ts'
import type { Deployment, Job, PodSpec } from '../../lib/kube/types/kubernetes.ts'
import { endTimes } from '../../lib/resolve/end-times.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import { cluster } from '../support/arbitrary.ts'
import { plain } from '../support/fleet.ts'

const tenant = resolveTenant(completeTenant(plain), cluster)
const app = new App()
const bus = tenant.bus ?? expect.fail('it has a bus')
const objects = [busChart(app, tenant, bus), ollamaChart(app, tenant), openWebuiChart(app, tenant)].flatMap(
  (chart) => chart.toJson() as { kind: string; metadata: { name: string } }[],
)
const podOf = (kind: string, name: RegExp) => {
  const found = objects.find((one) => one.kind === kind && name.test(one.metadata.name)) as Deployment | Job
  return found.spec?.template.spec as PodSpec
}
const container = (pod: PodSpec) => pod.containers[0] ?? expect.fail('a pod has a container')
const settings = (pod: PodSpec, of = container(pod)) =>
  Object.fromEntries((of.env ?? []).map(({ name, value }) => [name, value]))

describe('a pod of Open WebUI that ends', () => {
  const pod = podOf('Deployment', /^open-webui$/)

  test('has time for its hook and for the requests that the application then lets go on', () => {
    const { SETTLE_SECONDS, DRAIN_SECONDS } = settings(pod)
    expect(container(pod).lifecycle?.preStop?.exec?.command).toEqual(['bash', '/scripts/drain.sh'])
    expect(Number(SETTLE_SECONDS) + Number(DRAIN_SECONDS) + endTimes.stop).toBeLessThan(
      pod.terminationGracePeriodSeconds ?? 0,
    )
    // The tenant's own times: what a proxy in front of it does in the meantime takes seconds.
    expect(Number(SETTLE_SECONDS)).toBeGreaterThanOrEqual(10)
  })

  test('is waited for by the migration, and that by its Job', () => {
    const job = podOf('Job', /^migrate/)
    const stop = job.initContainers?.find(({ name }) => name === 'stop-other-versions')
    const deadline = Number(settings(job, stop)['DEADLINE_SECONDS'])
    expect(deadline).toBeGreaterThan(pod.terminationGracePeriodSeconds ?? 0)
    const made = objects.find(({ kind }) => kind === 'Job') as Job
    // Pods of the version before, then twenty minutes for the tables.
    expect(made.spec?.template.spec?.activeDeadlineSeconds).toBeGreaterThan(deadline + 1200)
  })

  test('asks for its models where the hook counts connections', () => {
    const { MODEL_PORT, OLLAMA_BASE_URLS = '' } = settings(pod)
    for (const url of OLLAMA_BASE_URLS.split(';')) expect(new URL(url).port).toBe(MODEL_PORT)
  })
})

test('no tenant’s pod may take longer to end than the node’s autoscaler waits', () => {
  for (const { kind, spec } of objects as Deployment[]) {
    if (kind !== 'Deployment') continue
    expect(spec?.template.spec?.terminationGracePeriodSeconds).toBeLessThanOrEqual(endTimes.grace)
  }
})

test('a bus is replaced as soon as a model server when its node is lost', () => {
  const lost = (pod: PodSpec) => pod.tolerations?.filter(({ effect }) => effect === 'NoExecute')
  expect(lost(podOf('Deployment', /^bus$/))).toEqual(lost(podOf('Deployment', /^ollama-cpu$/)))
  expect(lost(podOf('Deployment', /^bus$/))?.map(({ tolerationSeconds }) => tolerationSeconds)).toEqual([
    30, 10,
  ])
})

test('without its bus a tenant loses its chats, not its page; and no pod without one replaces one that has it', () => {
  const { livenessProbe, readinessProbe, startupProbe } = container(podOf('Deployment', /^open-webui$/))
  expect(livenessProbe?.httpGet?.path).toBe('/health')
  expect(readinessProbe?.httpGet?.path).toBe('/health/db')
  expect(startupProbe?.httpGet?.path).toBe('/ready')
})
