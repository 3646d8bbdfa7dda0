import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'cdk8s'
import { describe, expect, test } from 'vitest'
import { units, waveOf } from '../../charts/platform/index.ts'
import { registry } from '../../charts/platform/registry.ts'
import { referenceTo, images as sharedImages } from '../../lib/catalog/images.ts'
import { componentOwners, ownerMarks } from '../../lib/docs/code-owners.ts'
import { componentsTable, tableMarks } from '../../lib/docs/components-table.ts'
import { replaceBetween } from '../../lib/docs/region-of-file.ts'
import type { Component } from '../../lib/kube/component.ts'
import { chartObjects } from '../../lib/kube/draw.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import type { Container, PodSpec } from '../../lib/kube/types/kubernetes.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { CompleteClusterSpec } from '../../lib/spec/index.ts'
import local from '../fleet/clusters/local.ts'
import { clusters } from '../support/fleet.ts'
import { repository } from '../support/workspace.ts'

const laptop = completeCluster(local)
const specs: readonly CompleteClusterSpec[] = [clusters.hub, clusters.east, clusters.west, laptop]
const drawn = new Map<string, KubeObject[]>()
const onLaptop = new Map<string, KubeObject[]>()
for (const spec of specs) {
  const cluster = resolveCluster(spec, specs)
  const to = spec === laptop ? onLaptop : drawn
  for (const unit of units(cluster)) {
    const name = unit.name.startsWith('region-') ? 'region' : unit.name
    const objects = unit.draw(new App(), cluster).flatMap(chartObjects)
    to.set(name, [...(to.get(name) ?? []), ...objects])
  }
}

const cases = registry.map((component) => [component.name, component] as const)
/** Objects in the clusters of AWS. A laptop has one node, which nobody drains: its servers have one pod and no budget. */
const objectsOf = (name: string) => drawn.get(name) ?? []

/** Pod templates of an object that runs pods. */
function podOf(object: KubeObject): PodSpec | undefined {
  const { template } = (object['spec'] ?? {}) as { template?: { spec?: PodSpec } }
  return ['DaemonSet', 'Deployment', 'Job', 'StatefulSet'].includes(object.kind) ? template?.spec : undefined
}

const runsOn = (object: KubeObject) => ['DaemonSet', 'Deployment', 'StatefulSet'].includes(object.kind)

describe.each(cases)('%s', (name, component: Component) => {
  test('says in one line what it is for, and names things that exist', () => {
    expect(component.summary).toMatch(/^[^\n|]{5,}[^.\n]$/)
    expect(component.clusters.length).toBeGreaterThan(0)
    for (const file of Object.values(component.argocd?.health ?? {}))
      expect(existsSync(join(repository, 'charts/platform', name, file))).toBe(true)
    const place = component.namespace
    if (place && 'in' in place) {
      const makers = registry.filter((one) => one.namespace && 'name' in one.namespace)
      expect(makers.map((one) => one.namespace)).toContainEqual(expect.objectContaining({ name: place.in }))
    }
  })

  test('draws the namespace that it declares, at the level that it declares, and no other', () => {
    const made = [...new Set(objectsOf(name).filter(({ kind }) => kind === 'Namespace'))]
    const names = new Set(made.map(({ metadata }) => metadata.name))
    const own = component.namespace && 'name' in component.namespace ? component.namespace : undefined
    expect([...names]).toEqual(own ? [own.name] : [])
    for (const { metadata } of made)
      expect(metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe(own?.podSecurity)
  })

  test('runs pods as it declares them: resources, ports, probes, a budget, a wall', () => {
    for (const object of objectsOf(name)) {
      const pod = podOf(object)
      if (!pod) continue
      for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
        expect(container.resources?.requests?.['memory'], container.name).toBeDefined()
        expect(container.resources?.limits?.['memory'], container.name).toBeDefined()
        expect(container.securityContext?.allowPrivilegeEscalation, container.name).toBe(false)
        expect(container.securityContext?.readOnlyRootFilesystem, container.name).toBe(true)
      }
      expect(pod.automountServiceAccountToken).toBe(false)
      if (!runsOn(object)) continue
      for (const container of pod.containers) checkDeclared(component, object, container)
    }
  })

  test('runs the images that it declares and no other, and declares none that it does not run', () => {
    const all = Object.entries({
      ...component.images,
      ...Object.fromEntries((component.sharedImages ?? []).map((id) => [id, sharedImages[id]])),
    })
    const objects = [...objectsOf(name), ...(onLaptop.get(name) ?? [])]
    const run = JSON.stringify(objects)
    const references = new Set<string>()
    for (const [id, { repository, versions }] of all) {
      const named = Object.values(versions).map((version) => referenceTo(repository, version))
      for (const one of named) references.add(one)
      expect(
        named.some((one) => run.includes(`"${one}"`)),
        id,
      ).toBe(true)
    }
    for (const { containers, initContainers = [] } of objects.flatMap((one) => podOf(one) ?? []))
      for (const { image } of [...containers, ...initContainers]) expect([...references]).toContain(image)
  })

  test('denies all traffic of the namespace that it creates, where anything runs in it', () => {
    const objects = objectsOf(name)
    if (!component.namespace || 'in' in component.namespace || !objects.some(podOf)) return
    const denied = objects.filter(
      ({ kind, metadata, spec }) =>
        kind === 'NetworkPolicy' &&
        metadata.name === 'deny-all' &&
        JSON.stringify(spec) === '{"podSelector":{},"policyTypes":["Ingress","Egress"]}',
    )
    expect(denied.length).toBeGreaterThan(0)
  })

  test('binds roles of its own, or those of the API server for its extensions, to accounts of its own', () => {
    const objects = objectsOf(name)
    const named = (kind: string) =>
      new Set(objects.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name))
    const accounts = named('ServiceAccount')
    for (const object of objects) {
      const pod = podOf(object)
      if (pod?.serviceAccountName && pod.serviceAccountName !== 'default')
        expect([...accounts], object.metadata.name).toContain(pod.serviceAccountName)
      if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding') continue
      const { roleRef, subjects = [] } = object as unknown as Binding
      const roles = [...named('Role'), ...named('ClusterRole'), ...apiServerRoles]
      expect(roles, object.metadata.name).toContain(roleRef.name)
      const own = subjects.filter(({ kind }) => kind === 'ServiceAccount')
      for (const subject of own)
        expect([...accounts, ...otherAccounts], object.metadata.name).toContain(subject.name)
    }
  })
})

interface Binding {
  readonly roleRef: { readonly name: string }
  readonly subjects?: readonly { readonly kind: string; readonly name: string }[]
}

/** Roles that every API server has for the servers that extend it, and `view`. */
const apiServerRoles = ['system:auth-delegator', 'extension-apiserver-authentication-reader', 'view']

/** The package manager of Crossplane creates the first; the second is the autoscaler's, which reads KEDA's metrics. */
const otherAccounts = ['provider-kubernetes', 'horizontal-pod-autoscaler']

/** Each operator's container is declared; a workload without a budget could be evicted whole. */
function checkDeclared(component: Component, object: KubeObject, container: Container): void {
  const declared = component.pods[container.name]
  if (Object.keys(component.pods).length > 0) expect(declared, container.name).toBeDefined()
  if (object.kind !== 'DaemonSet') {
    expect(container.livenessProbe, container.name).toBeDefined()
    expect(container.readinessProbe, container.name).toBeDefined()
    expect(container.startupProbe, container.name).toBeDefined()
    const budgets = objectsOf(component.name).filter(({ kind }) => kind === 'PodDisruptionBudget')
    expect(budgets.map(({ metadata }) => metadata.name)).toContain(object.metadata.name)
  }
  if (declared?.ports) {
    const ports = Object.fromEntries((container.ports ?? []).map((one) => [one.name, one.containerPort]))
    expect(ports).toEqual(declared.ports)
  }
}

test('a component that runs pods is covered by the alert for components that are down', () => {
  const rule = JSON.stringify(objectsOf('alerts').filter(({ metadata }) => metadata.name === 'components'))
  for (const component of registry) {
    if (!component.clusters.includes('regional')) continue
    for (const object of objectsOf(component.name).filter(runsOn))
      expect(rule, component.name).toMatch(new RegExp(`[|"=]${object.metadata.namespace}[|\\\\"]`))
  }
})

test('the documentation and the owners are those that `npm run docs` writes', () => {
  const rows = registry.map((component) => ({ component, wave: waveOf(component.name) }))
  const page = readFileSync(join(repository, 'docs/components.md'), 'utf8')
  expect(replaceBetween(page, tableMarks, componentsTable(rows))).toBe(page)
  const owners = readFileSync(join(repository, '.github/CODEOWNERS'), 'utf8')
  const organisation = /@([^/\s]+)\/platform/.exec(owners)?.[1] ?? ''
  expect(replaceBetween(owners, ownerMarks, componentOwners(registry, organisation))).toBe(owners)
})
