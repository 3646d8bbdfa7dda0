import { expect, test } from 'vitest'
import { edgePlans } from '../../crossplane/apis/edge/composition.ts'
import { podRoles } from '../../crossplane/apis/kubernetes-cluster/roles.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import type { PodSpec } from '../../lib/kube/types/kubernetes.ts'
import { podReachesPod } from '../../lib/verify/reachability/allows.ts'
import { networkModel, podTemplate } from '../../lib/verify/reachability/model.ts'
import { readDist } from '../support/dist.ts'
import { asValid, validObject } from '../support/valid.ts'

const manifests = readDist('us-east-1/')
const objects = manifests.flatMap((manifest) => manifest.objects)
const named = (kind: string, namespace: string, name: string) =>
  objects.find(
    (object) =>
      object.kind === kind && object.metadata.namespace === namespace && object.metadata.name === name,
  )
const spec = <T>(object: KubeObject | undefined) => object?.['spec'] as T
const ingress = named('Deployment', 'ingress-nginx', 'nginx-ingress')

test('each pod identity that is not an add-on’s has its account, under which a workload runs', () => {
  const ours = podRoles.filter(({ namespace }) => namespace !== 'kube-system')
  expect(ours.map(({ name }) => name)).toEqual(['cert-manager', 'cluster-autoscaler', 'load-balancer'])
  for (const { namespace, serviceAccount } of ours) {
    expect(named('ServiceAccount', namespace, serviceAccount)).toBeDefined()
    const users = objects.filter(
      (object) =>
        object.metadata.namespace === namespace &&
        podTemplate(validObject(object))?.spec?.serviceAccountName === serviceAccount,
    )
    expect(users).toHaveLength(1)
  }
})

test('the ingress controller and each tenant let each other through, and nothing else of the tenant', () => {
  const model = networkModel(asValid(manifests))
  const from = model.pods.find(({ namespace }) => namespace === 'ingress-nginx')
  if (!from) throw new Error('no pod of the ingress controller')
  const reaches = (name: string, port: number) =>
    model.pods
      .filter(
        ({ labels, namespace }) =>
          namespace.startsWith('tenant-') && labels['app.kubernetes.io/name'] === name,
      )
      .map((pod) => podReachesPod(model, from, pod, port, 'TCP', { kind: 'certain' }) !== undefined)
  expect(reaches('open-webui', 8080)).not.toHaveLength(0)
  expect(reaches('open-webui', 8080)).not.toContain(false)
  expect(reaches('bus', 6379)).not.toHaveLength(0)
  expect(reaches('bus', 6379)).not.toContain(true)
})

test('the security group of the hub meets the ingress controller’s pods and no others', () => {
  const labels = podTemplate(validObject(ingress as KubeObject))?.metadata?.labels
  expect(labels).toMatchObject({ 'app.kubernetes.io/name': 'nginx-ingress' })
  const others = objects.filter(
    (object) =>
      object !== ingress &&
      object.metadata.namespace === 'ingress-nginx' &&
      podTemplate(validObject(object))?.metadata?.labels?.['app.kubernetes.io/name'] === 'nginx-ingress',
  )
  expect(others).toEqual([])
})

test('each target group of the edge is bound, at the port and the health that the pods have', () => {
  const groups = edgePlans
    .flatMap(({ resources }) => resources)
    .filter(({ base }) => base.kind === 'LBTargetGroup')
  const bound = objects.filter(({ kind }) => kind === 'TargetGroupBinding')
  expect(bound.map((one) => spec<{ targetGroupName: string }>(one).targetGroupName).sort()).toEqual(
    groups.map(({ name }) => `paddock-us-east-1-${name.replace('-targets', '')}`).sort(),
  )
  const [container] = spec<{ template: { spec: PodSpec } }>(ingress).template.spec.containers
  const ports = container?.ports?.map(({ containerPort }) => containerPort)
  for (const { base } of groups) {
    const { port, healthCheck } = (
      base.spec as { forProvider: { port: number; healthCheck: { port: string } } }
    ).forProvider
    expect(ports).toContain(port)
    expect(ports).toContain(Number(healthCheck.port))
  }
})

test('the ingress controller outlives the load balancers’ patience', () => {
  const { terminationGracePeriodSeconds = 0, containers } = spec<{ template: { spec: PodSpec } }>(ingress)
    .template.spec
  const sleep = containers[0]?.lifecycle?.preStop?.sleep?.seconds ?? 0
  const settings = named('ConfigMap', 'ingress-nginx', 'nginx-ingress')?.['data'] as Record<string, string>
  const shutdown = Number.parseInt(settings['worker-shutdown-timeout'] ?? '', 10)
  // Two missed looks, ten seconds apart, before a load balancer sends nothing more.
  expect(sleep).toBeGreaterThanOrEqual(20)
  expect(terminationGracePeriodSeconds).toBeGreaterThan(sleep + shutdown)
})

test('no one but the controller, and Argo CD that draws them, may touch what binds target groups', () => {
  const touching = objects.filter(
    (object) =>
      (object.kind === 'Role' || object.kind === 'ClusterRole') &&
      ((object['rules'] ?? []) as { apiGroups?: string[] }[]).some(({ apiGroups = [] }) =>
        apiGroups.some((group) => group === 'elbv2.k8s.aws' || group === '*'),
      ),
  )
  const names = new Set(touching.map(({ kind, metadata }) => `${kind} ${metadata.name}`))
  expect([...names].filter((name) => !name.startsWith('ClusterRole argocd-'))).toEqual([
    'ClusterRole aws-load-balancer-controller',
    'Role aws-load-balancer-controller',
  ])
  expect(touching.filter(({ metadata }) => metadata.namespace?.startsWith('tenant-'))).toEqual([])
})

test('the autoscaler ranks a group of every way in which nodes are bought, once', () => {
  const data = named('ConfigMap', 'cluster-autoscaler', 'cluster-autoscaler-priority-expander')?.['data']
  const { priorities = '' } = (data ?? {}) as Record<string, string>
  const patterns = [...priorities.matchAll(/'(.*)'/g)].map(([, pattern = '']) => new RegExp(pattern))
  // As EKS names the Auto Scaling group of the managed group paddock-<name>.
  const groups = ['c5-2xlarge-spot', 'g4dn-12xlarge-on-demand'].map(
    (name) => `eks-paddock-${name}-3cc8a1b0-uuid`,
  )
  for (const group of groups) expect(patterns.filter((pattern) => pattern.test(group))).toHaveLength(1)
})
