import { describe, expect, test } from 'vitest'
import { flows } from '../../crossplane/apis/network/flows.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import type {
  Deployment,
  NetworkPolicy,
  ValidatingWebhookConfiguration,
} from '../../lib/kube/types/kubernetes.ts'
import { readDist } from '../support/dist.ts'

const regional = ['us-east-1', 'us-west-2'] as const

const objectsOf = (cluster: string) =>
  readDist(`${cluster}/`)
    .filter(({ path }) => !path.includes('-crds/'))
    .flatMap(({ objects }) => objects)
const ofKind = <T>(objects: readonly KubeObject[], ...kinds: string[]) =>
  objects.filter((one): one is KubeObject & T => kinds.includes(one.kind))

describe.each(regional)('in %s', (cluster) => {
  const objects = objectsOf(cluster)
  const deployments = ofKind<Deployment>(objects, 'Deployment')
  const policies = ofKind<NetworkPolicy>(objects, 'NetworkPolicy')

  test('a webhook’s port is open for the control plane in its namespace and in the region’s security groups', () => {
    const webhooks = ofKind<ValidatingWebhookConfiguration>(
      objects,
      'ValidatingWebhookConfiguration',
      'MutatingWebhookConfiguration',
    ).flatMap(({ webhooks = [] }) => webhooks)
    expect(webhooks.length).toBeGreaterThan(1)
    const fromControlPlane = flows.filter(({ from, to }) => from === 'controlPlane' && to === 'nodes')
    for (const { clientConfig } of webhooks) {
      const { name, namespace } = clientConfig.service ?? { name: '', namespace: '' }
      const port = portBehind(objects, namespace, name)
      expect(
        fromControlPlane.map(({ firstPort }) => firstPort),
        `${namespace}/${name}`,
      ).toContain(port)
      const open = policies.filter(
        ({ metadata, spec }) =>
          metadata?.namespace === namespace &&
          spec?.ingress?.some(
            ({ from = [], ports = [] }) =>
              from.some(({ ipBlock }) => ipBlock !== undefined) && ports.some((one) => one.port === port),
          ),
      )
      expect(open, `${namespace}/${name}`).not.toEqual([])
    }
  })

  test('External Secrets may take tokens of the accounts that stores name, and of no other', () => {
    const named = ofKind<KubeObject>(objects, 'SecretStore', 'ClusterSecretStore').flatMap((store) =>
      accountsIn(store['spec']),
    )
    const [role] = ofKind<{ rules: { resources?: string[]; resourceNames?: string[] }[] }>(
      objects.filter(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'external-secrets'),
      'ClusterRole',
    )
    const rule = role?.rules.find(({ resources }) => resources?.includes('serviceaccounts/token'))
    expect(rule?.resourceNames).toEqual([...new Set(named)].sort())
  })

  test('operators have a second pod, and a priority that comes in an earlier wave', () => {
    const ofOperators = deployments.filter(
      ({ spec }) => spec?.template.spec?.priorityClassName === 'platform',
    )
    expect(ofOperators.length).toBeGreaterThan(3)
    const scaled = objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    for (const { metadata, spec } of ofOperators) {
      const autoscaler = scaled.find(
        (one) => one.metadata.namespace === metadata?.namespace && one.metadata.name === metadata?.name,
      )
      const fewest =
        spec?.replicas ?? (autoscaler?.['spec'] as { minReplicas?: number } | undefined)?.minReplicas
      expect(fewest, metadata?.name).toBeGreaterThanOrEqual(2)
    }
    const waves = Object.fromEntries(
      ofKind<KubeObject>(objects, 'Application').map(({ metadata }) => [
        metadata.name,
        Number(metadata.annotations?.['argocd.argoproj.io/sync-wave']),
      ]),
    )
    const operators = ['cert-manager', 'crossplane', 'external-secrets'].map(
      (name) => waves[`component-${name}`],
    )
    const crds = Object.keys(waves).filter((name) => name.endsWith('-crds'))
    expect(crds.length).toBeGreaterThan(4)
    for (const name of ['component-priorities', ...crds])
      expect(waves[name], name).toBeLessThan(Math.min(...operators.map(Number)))
  })
})

/** Names of the accounts that a store's provider signs in as. */
function accountsIn(value: unknown, key = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { name } = value as { name?: string }
  const own = (key === 'serviceAccountRef' || key === 'serviceAccount') && name ? [name] : []
  return [...own, ...Object.entries(value).flatMap(([child, below]) => accountsIn(below, child))]
}

/** The port of the pods behind a Service. */
function portBehind(objects: readonly KubeObject[], namespace: string, name: string): number | undefined {
  const service = objects.find(
    (one) => one.kind === 'Service' && one.metadata.name === name && one.metadata.namespace === namespace,
  )
  const { ports = [], selector = {} } = (service?.['spec'] ?? {}) as {
    ports?: { targetPort: string }[]
    selector?: Record<string, string>
  }
  const deployment = ofKind<Deployment>(objects, 'Deployment').find(
    ({ metadata, spec }) =>
      metadata?.namespace === namespace &&
      Object.entries(selector).every(([key, value]) => spec?.template.metadata?.labels?.[key] === value),
  )
  return deployment?.spec?.template.spec?.containers[0]?.ports?.find(
    ({ name }) => name === ports[0]?.targetPort,
  )?.containerPort
}
