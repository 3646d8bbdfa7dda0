import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../lib/kube/types/kubernetes.ts'
import { opening, type Protocol } from '../../lib/verify/reachability/allows.ts'
import {
  type NetworkModel,
  networkModel,
  type PodModel,
  type PolicyModel,
  podTemplate,
  selects,
} from '../../lib/verify/reachability/model.ts'
import { is } from '../../lib/verify/valid.ts'
import { asValid } from '../support/valid.ts'

/** Namespaces that others install: their pods are in no file. */
const others = ['kube-system', 'monitoring', 'tracing']
/**
 * Ports outside of the cluster, by purpose: names, HTTP of answers to challenges and of pod identity, HTTPS, PostgreSQL,
 * Valkey, mail, Git by SSH, EFS, traces, and the API server.
 */
const outside = [22, 53, 80, 443, 587, 2049, 4317, 4318, 5432, 6379, 6443, 8443]

/**
 * Findings on a cluster's objects together: both ends of a flow in the cluster are open for it, each policy selects pods
 * and says the directions of its rules, and each claim of data has the Usage that protects it.
 */
export function wholeFindings(manifests: readonly Manifest[]): string[] {
  const model = networkModel(asValid(manifests))
  const ports = portsOf(manifests)
  return [
    ...model.policies.flatMap((policy) => policyFindings(model, policy, ports)),
    ...closedFindings(model),
    ...usageFindings(manifests),
    ...serviceFindings(manifests),
  ]
}

/** Policies of Jobs and pods that a cluster or a tenant has only in some states. */
const passing = /^(fill-models|heartbeat|export|migrate)-/

type Ports = ReadonlyMap<string, ReadonlySet<number>>
const podKey = ({ namespace, owner }: PodModel) => `${namespace} ${owner}`

function portsOf(manifests: readonly Manifest[]): Ports {
  return new Map(
    asValid(manifests).flatMap(({ objects }) =>
      objects.flatMap((object) => {
        const { containers = [], initContainers = [] } = podTemplate(object)?.spec ?? {}
        const numbers = [...containers, ...initContainers].flatMap(({ ports = [] }) =>
          ports.map((one) => one.containerPort),
        )
        return [
          [
            `${object.metadata.namespace ?? 'default'} ${object.kind}/${object.metadata.name}`,
            new Set(numbers),
          ],
        ]
      }),
    ),
  )
}

function policyFindings(model: NetworkModel, policy: PolicyModel, ports: Ports): string[] {
  const { spec, name, namespace, file } = policy
  const at = `${file} NetworkPolicy/${name}`
  const { ingress = [], egress = [], policyTypes = [], podSelector = {} } = spec
  const own = model.pods.filter((pod) => pod.namespace === namespace && selects(podSelector, pod.labels))
  const closes = ingress.length + egress.length === 0
  const wanted = [...(ingress.length > 0 ? ['Ingress'] : []), ...(egress.length > 0 ? ['Egress'] : [])]
  const types = closes ? policyTypes.length > 0 : [...policyTypes].sort().join() === wanted.sort().join()
  return [
    ...(types ? [] : [`${at}: policyTypes are ${policyTypes.join()}, rules are of ${wanted.join()}`]),
    ...(own.length > 0 || closes || passing.test(name) ? [] : [`${at}: selects no pod`]),
    ...ingress.flatMap(({ from = [], ports: open = [] }) => [
      ...(open.length > 0 ? [] : [`${at}: opens every port`]),
      ...open.flatMap((port) => portFindings(at, port, own, ports)),
      ...from.flatMap((peer) => flowFindings(at, model, 'Egress', policy, peer, own, open, ports)),
    ]),
    ...egress.flatMap(({ to = [], ports: open = [] }) => [
      ...(open.length > 0 ? [] : [`${at}: opens every port`]),
      ...to.flatMap((peer) => [
        ...(peer.ipBlock ? open.flatMap((port) => outsideFindings(at, port)) : []),
        ...flowFindings(at, model, 'Ingress', policy, peer, own, open, ports),
      ]),
    ]),
  ]
}

function outsideFindings(at: string, { port, protocol = 'TCP' }: NetworkPolicyPort): string[] {
  const known = typeof port === 'number' && outside.includes(port) && (protocol === 'TCP' || port === 53)
  return known ? [] : [`${at}: port ${String(port)} ${protocol} is of no purpose outside`]
}

/** A port that is opened at pods is one of a container. */
function portFindings(
  at: string,
  { port, protocol = 'TCP' }: NetworkPolicyPort,
  pods: readonly PodModel[],
  ports: Ports,
): string[] {
  if (pods.length === 0) return []
  const known = pods.some((pod) =>
    typeof port === 'string'
      ? pod.namedPorts[port] !== undefined
      : port !== undefined && ports.get(podKey(pod))?.has(port),
  )
  return known && protocol === 'TCP' ? [] : [`${at}: no pod has port ${String(port)} ${protocol}`]
}

/** The other end of a flow lets it through, too. */
function flowFindings(
  at: string,
  model: NetworkModel,
  direction: 'Ingress' | 'Egress',
  policy: PolicyModel,
  peer: NetworkPolicyPeer,
  own: readonly PodModel[],
  open: readonly NetworkPolicyPort[],
  ports: Ports,
): string[] {
  if (peer.ipBlock) return []
  const space = peer.namespaceSelector
  const spaces = space
    ? [...model.namespaces].filter(([, labels]) => selects(space, labels)).map(([name]) => name)
    : [policy.namespace]
  const name = space?.matchLabels?.['kubernetes.io/metadata.name']
  if (name !== undefined && others.includes(name)) return dnsFindings(at, name, open)
  const peers = model.pods.filter(
    (pod) => spaces.includes(pod.namespace) && selects(peer.podSelector ?? {}, pod.labels),
  )
  // A label of namespaces that come later, of tenants or own charts, may have none yet.
  if (peers.length === 0)
    return name === undefined && space ? [] : [`${at}: no pod is ${JSON.stringify(peer)}`]
  const lets = (other: PodModel, pod: PodModel, { port, protocol = 'TCP' }: NetworkPolicyPort) => {
    const [from, to] = direction === 'Ingress' ? [pod, other] : [other, pod]
    const number = typeof port === 'string' ? to.namedPorts[port] : port
    if (number === undefined || !ports.get(podKey(to))?.has(number)) return false
    // Which tenants need it, and open it, is in their specs.
    if (space && name === undefined) return true
    const [one, end] = direction === 'Ingress' ? [to, from] : [from, to]
    const target = { port: number, protocol: protocol as Protocol, pod: to }
    return opening(model, direction, one, { pod: end }, target, { kind: 'certain' }) !== undefined
  }
  if (own.length === 0) return []
  return open
    .filter((port) => !peers.some((other) => own.some((pod) => lets(other, pod, port))))
    .map(
      ({ port }) =>
        `${at}: no pod that is ${JSON.stringify(peer)} lets ${String(port)} through (${direction})`,
    )
}

function dnsFindings(at: string, namespace: string, open: readonly NetworkPolicyPort[]): string[] {
  if (namespace !== 'kube-system') return []
  const both = ['UDP', 'TCP'].every((protocol) =>
    open.some((one) => one.port === 53 && one.protocol === protocol),
  )
  return both && open.length === 2 ? [] : [`${at}: names are asked by UDP and by TCP, port 53`]
}

/** A namespace that has policies has one that closes all of its pods in both directions. */
function closedFindings({ policies }: NetworkModel): string[] {
  return [...new Set(policies.map(({ namespace }) => namespace))].flatMap((namespace) => {
    const closed = (direction: string) =>
      policies.some(
        ({ namespace: its, spec }) =>
          its === namespace &&
          spec.podSelector !== undefined &&
          Object.keys(spec.podSelector).length === 0 &&
          spec.policyTypes?.includes(direction as 'Ingress') &&
          (direction === 'Ingress' ? spec.ingress : spec.egress) === undefined,
      )
    return ['Ingress', 'Egress']
      .filter((one) => !closed(one))
      .map((one) => `${namespace}: ${one} of all pods is not closed`)
  })
}

interface Of {
  readonly of?: { readonly kind: string; readonly resourceRef: { readonly name: string } }
}

/** Every Usage protects a claim that there is, and every claim has one. */
function usageFindings(manifests: readonly Manifest[]): string[] {
  const all = manifests.flatMap(({ objects }) => objects)
  const claims = all.filter(({ apiVersion }) => apiVersion === 'paddock.dev/v1alpha1').map(place)
  const used = all
    .filter(({ kind }) => kind === 'Usage')
    .map(({ metadata, spec }) => {
      const { of } = spec as Of
      return `${metadata.namespace} ${of?.kind}/${of?.resourceRef.name}`
    })
  return [
    ...claims.filter((one) => !used.includes(one)).map((one) => `${one} has no Usage`),
    ...used
      .filter((one) => !claims.includes(one))
      .map((one) => `a Usage protects ${one}, which there is not`),
  ]
}

function place({ kind, metadata: { namespace, name } }: KubeObject): string {
  return `${namespace} ${kind}/${name}`
}

/** Ports of Services are those of their pods, by name, or the usual one of the web. */
function serviceFindings(manifests: readonly Manifest[]): string[] {
  const valid = asValid(manifests).flatMap(({ objects }) => objects)
  return valid.flatMap((object) => {
    if (!is(object, 'v1', 'Service')) return []
    const { ports = [], selector } = object.spec
    const pods = valid.filter(
      (one) =>
        one.metadata.namespace === object.metadata.namespace &&
        selector !== undefined &&
        selects({ matchLabels: selector }, podTemplate(one)?.metadata?.labels ?? {}),
    )
    return ports.flatMap(({ port, targetPort, protocol = 'TCP', name }) => {
      const targets = pods.flatMap((pod) =>
        (podTemplate(pod)?.spec?.containers ?? []).flatMap((container) =>
          (container.ports ?? []).filter(
            (one) => one.name === targetPort || one.containerPort === targetPort,
          ),
        ),
      )
      const right = targets.some(
        (one) =>
          (one.protocol ?? 'TCP') === protocol && (port === one.containerPort || port === 80 || port === 443),
      )
      const at = `${object.metadata.namespace} Service/${object.metadata.name}`
      return right ? [] : [`${at}: port ${port} ${protocol} ${name ?? ''} is none of its pods`]
    })
  })
}
