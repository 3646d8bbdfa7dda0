import { App, Chart } from 'cdk8s'
import { expect, test } from 'vitest'
import { chartObjects, type Drawn, draw } from '../../lib/kube/draw.ts'
import { byClass } from '../../lib/kube/kube-classes.ts'
import { readDist } from '../support/dist.ts'

const drawn = (object: Drawn) => {
  const chart = new Chart(new App(), 'chart')
  draw(chart, object)
  return chartObjects(chart)[0]
}

test('an object that a class of cdk8s-plus-28 makes is what its literal says', () => {
  const seen = new Set<string>()
  for (const object of readDist('us-east-1/').flatMap(({ objects }) => objects)) {
    if (!byClass(new Chart(new App(), 'chart'), 'object', object)) continue
    seen.add(object.kind)
    expect(drawn(object as Drawn)).toEqual(object)
  }
  expect([...seen].sort()).toEqual(
    [
      ...['ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'LimitRange', 'Namespace', 'NetworkPolicy'],
      ...['PodDisruptionBudget', 'PriorityClass', 'ResourceQuota', 'Role', 'RoleBinding', 'Service'],
      'ServiceAccount',
    ].sort(),
  )
})

test('a field that Kubernetes 1.28 does not have is an error, not lost', () => {
  const service: Drawn = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'tenant-a' },
    spec: { ports: [{ port: 80 }], trafficDistribution: 'PreferClose' },
  }
  expect(() => drawn(service)).toThrow('cdk8s-plus-28 leaves out or changes spec.trafficDistribution')
})

test('workloads keep fields of later versions', () => {
  const container = { name: 'web', image: 'web', lifecycle: { preStop: { sleep: { seconds: 5 } } } }
  const deployment: Drawn = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'tenant-a' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } },
    },
  }
  expect(JSON.stringify(drawn(deployment))).toContain('"preStop":{"sleep":{"seconds":5}}')
})
