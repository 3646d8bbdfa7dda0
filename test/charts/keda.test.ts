import { describe, expect, test } from 'vitest'
import { crds } from '../../charts/platform/keda/crds.ts'
import images from '../../charts/platform/keda/images.json' with { type: 'json' }
import { flows } from '../../crossplane/apis/network/flows.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import type { APIService, Deployment, NetworkPolicy, PolicyRule } from '../../lib/kube/types/kubernetes.ts'
import { podReachesPod } from '../../lib/verify/reachability/allows.ts'
import { networkModel } from '../../lib/verify/reachability/model.ts'
import { readDist } from '../support/dist.ts'

test('the images are of the version whose CRDs are there', () => {
  for (const id of ['keda', 'keda-metrics-apiserver', 'keda-admission-webhooks'] as const)
    expect(Object.keys(images[id].versions).map((version) => `v${version}`)).toEqual([crds.keda.tag])
})

test('neither the hub nor a laptop has it', () => {
  for (const cluster of ['hub', 'local'])
    expect(readDist(`${cluster}/platform/keda`).map(({ path }) => path)).toEqual([])
})

describe.each(['us-east-1', 'us-west-2'])('in %s', (cluster) => {
  const manifests = readDist(`${cluster}/platform/keda/`)
  const objects = manifests.flatMap((manifest) => manifest.objects)
  const one = <T>(kind: string, name: string) =>
    objects.find((object) => object.kind === kind && object.metadata.name === name) as KubeObject & T

  test('the metrics API listens where the control plane may call, and is believed by the certificate’s authority', () => {
    const { metadata, spec } = one<APIService>('APIService', 'v1beta1.external.metrics.k8s.io')
    const { name = '', namespace = '' } = spec?.service ?? {}
    const deployment = one<Deployment>('Deployment', name)
    const [container] = deployment.spec?.template.spec?.containers ?? []
    const port = container?.ports?.find((each) => each.name === 'https')?.containerPort
    expect(container?.args).toContain(`--secure-port=${port}`)
    const open = flows.filter(({ from, to }) => from === 'controlPlane' && to === 'nodes')
    expect(open.map(({ firstPort }) => firstPort)).toContain(port)
    const { spec: policy } = one<NetworkPolicy>('NetworkPolicy', `${name}-from-api-server`)
    expect(policy?.ingress?.flatMap(({ ports = [] }) => ports.map((each) => each.port))).toEqual([port])

    const injected = metadata.annotations?.['cert-manager.io/inject-ca-from']
    const certificate = injected?.split('/').at(-1) ?? ''
    const { dnsNames, secretName, usages } = one<{ spec: Record<string, string[] | string> }>(
      'Certificate',
      certificate,
    ).spec
    expect(injected).toBe(`${namespace}/${certificate}`)
    const services = objects.filter(({ kind }) => kind === 'Service').map((each) => each.metadata.name)
    expect([...(dnsNames ?? [])].sort()).toEqual(services.map((each) => `${each}.${namespace}.svc`).sort())
    // The metrics API shows it to the operator, which takes nobody without.
    expect(usages).toEqual(expect.arrayContaining(['server auth', 'client auth']))
    const mounted = objects
      .filter(({ kind }) => kind === 'Deployment')
      .map((each) => (each as unknown as Deployment).spec?.template.spec?.volumes ?? [])
    expect(mounted).toHaveLength(3)
    for (const volumes of mounted)
      expect(volumes.map(({ secret }) => secret?.secretName)).toContain(secretName)
  })

  test('the metrics API reaches the operator, and nobody else does', () => {
    const model = networkModel(manifests)
    const pod = (name: string) =>
      model.pods.find(({ labels }) => labels['app.kubernetes.io/name'] === name) ??
      expect.fail(`no pod ${name}`)
    const operator = pod('keda-operator')
    const reaches = (from: string) =>
      podReachesPod(model, pod(from), operator, 9666, 'TCP', { kind: 'certain' }) !== undefined
    expect(reaches('keda-metrics-apiserver')).toBe(true)
    expect(reaches('keda-admission-webhooks')).toBe(false)
  })

  test('it may scale Deployments and nothing else, and reads no Secret beyond its own namespace', () => {
    const roles = objects.filter(({ kind }) => kind === 'ClusterRole')
    expect(roles).toHaveLength(4)
    const rules = roles.flatMap((role) => role['rules'] as PolicyRule[])
    const touched = rules.flatMap(({ resources = [] }) => resources)
    for (const never of ['*', '*/scale', 'configmaps', 'jobs', 'pods', 'secrets', 'serviceaccounts/token'])
      expect(touched).not.toContain(never)
    expect(rules.flatMap(({ apiGroups = [], verbs }) => [...apiGroups, ...verbs])).not.toContain('*')
    expect(touched.filter((each) => each.endsWith('/scale'))).toEqual(['deployments/scale'])
    const changes = rules.filter(({ verbs }) =>
      verbs.some((verb) => ['create', 'update', 'patch', 'delete'].includes(verb)),
    )
    expect([...new Set(changes.flatMap(({ resources = [] }) => resources))].sort()).toEqual([
      'deployments/scale',
      'events',
      'horizontalpodautoscalers',
      'scaledobjects',
      'scaledobjects/finalizers',
      'scaledobjects/status',
      'subjectaccessreviews',
      'tokenreviews',
    ])
  })
})
