import { expect, test } from 'vitest'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { startMinutes } from '../../lib/resolve/model-start.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { hpaRules } from '../../lib/simulate/hpa-object.ts'
import { scalingOf, signals } from '../../lib/simulate/scaling.ts'
import { bootSeconds, modelSeconds } from '../../lib/simulate/start.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import { clusters, plain } from '../support/fleet.ts'
import { holdSeconds, zeroToTen } from './fleet.ts'

const tenant = resolveTenant(completeTenant({ ...plain, expectedUsers: 200 }), clusters.east)
const objects = tenantManifests(tenant, resolveCluster(clusters.east)).flatMap((one) => one.objects)

test('an autoscaler of dist is read with its target, its bounds, its window and its policies', () => {
  const server = scalingOf(objects, 'ollama-cpu').hpa
  const resolved = tenant.ollama.find(({ name }) => name === 'ollama-cpu')?.scale
  expect(server).toMatchObject({ min: resolved?.min, max: resolved?.max })
  expect(server?.metrics).toContainEqual({
    kind: 'utilisation',
    resource: 'cpu',
    container: 'ollama',
    percent: 70,
  })
  expect(server?.behavior?.up.windowSeconds).toBe(resolved?.upAfterSeconds)
  expect(server?.behavior?.down).toMatchObject({
    windowSeconds: 300,
    policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
  })
})

test('memory is read in thousandths of a byte', () => {
  const web = scalingOf(objects, 'open-webui').hpa
  const memory = web?.metrics.find(({ kind }) => kind === 'average-use')
  // 80 % of 2.25 GiB, in whole MiB.
  expect(memory).toMatchObject({ resource: 'memory', milli: 1000 * 1844 * 2 ** 20 })
})

test('the premium tier is read from its ScaledObject and its InterceptorRoute', () => {
  expect(scalingOf(zeroToTen, 'ollama-gpu')).toEqual({
    hpa: { min: 1, max: 10, metrics: [{ kind: 'external', name: signals.inFlight, milliPerPod: 4000 }] },
    activation: { min: 0, cooldownSeconds: 600, pollSeconds: 30, pushed: true },
    holdSeconds,
  })
})

test('a request is held without a limit if the route has no time-out', () => {
  const open = zeroToTen.map((one) =>
    one.kind === 'InterceptorRoute' ? { ...one, spec: { ...Object(one['spec']), timeouts: {} } } : one,
  )
  expect(scalingOf(open, 'ollama-gpu').holdSeconds).toBe(Number.POSITIVE_INFINITY)
})

test('a Deployment without an autoscaler keeps its replicas', () => {
  const fixed = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'bus' },
    spec: { replicas: 3 },
  }
  expect(scalingOf([fixed], 'bus')).toEqual({ fixed: 3 })
})

test('a metric without values is a bug, not silence', () => {
  const hpa = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'x' },
    spec: {
      maxReplicas: 2,
      scaleTargetRef: { name: 'x' },
      metrics: [{ type: 'External', external: { metric: { name: 'tides' }, target: { averageValue: '1' } } }],
    },
  }
  expect(() => scalingOf([hpa], 'x')).toThrow('tides')
  const trigger = { ...zeroToTen[0], spec: { scaleTargetRef: { name: 'x' }, triggers: [{ type: 'moon' }] } }
  expect(() => scalingOf([{ ...hpa, ...trigger }], 'x')).toThrow('moon')
})

test('defaults of `behavior` are those of the API server’s documentation', () => {
  // https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#default-behavior
  const rules = hpaRules({
    apiVersion: '',
    kind: '',
    metadata: { name: 'x' },
    spec: { maxReplicas: 5, behavior: {} },
  })
  expect(rules.behavior).toEqual({
    up: {
      windowSeconds: 0,
      select: 'Max',
      tolerance: 0.1,
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 15 },
      ],
    },
    down: {
      windowSeconds: 300,
      select: 'Max',
      tolerance: 0.1,
      policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
    },
  })
})

test('a model server on a new node starts within a minute of the minutes that are promised for it', () => {
  for (const server of tenant.ollama) {
    const names = server.models.map(({ name }) => name)
    const promised = 60 * startMinutes(server.nodeClass, names, 'boots')
    const simulated = bootSeconds(server.nodeClass) + modelSeconds(server)
    expect(Math.abs(simulated - promised)).toBeLessThanOrEqual(60)
  }
})
