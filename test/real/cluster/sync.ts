import type { KubeObject } from '../../../lib/kube/object.ts'
import type { ClusterSpec } from '../../../lib/spec/index.ts'
import type { Cluster } from './control-plane.ts'
import { missingCrds } from './crds.ts'
import type { Document } from './dist.ts'
import type { Applied } from './kubectl.ts'
import type { Step } from './waves.ts'

/** What is in a cluster before the first sync: Argo CD's namespace, its CRDs and those of operators. */
export async function prepare(cluster: Cluster, spec: ClusterSpec, dist: readonly Document[]): Promise<void> {
  const objects = dist.map(({ object }) => object)
  const crds = missingCrds(objects, new Set())
  await mustApply(cluster, [...crds, ...(makesNamespace(objects, 'argocd') ? [] : [namespace('argocd')])])
  await established(cluster, crds)
  if (spec.kind === 'local') await mustApply(cluster, [laptopClass])
}

/** Applies steps in order; goes on after a refusal, as each Application would. */
export async function sync(cluster: Cluster, steps: readonly Step[]): Promise<Applied> {
  const outcomes: Applied[] = []
  for (const { documents } of steps) {
    outcomes.push(await cluster.kubectl.apply(documents.map(({ text }) => text)))
    await established(
      cluster,
      documents.map(({ object }) => object).filter(({ kind }) => kind === 'CustomResourceDefinition'),
    )
  }
  return {
    applied: outcomes.reduce((sum, { applied }) => sum + applied, 0),
    refused: outcomes.flatMap(({ refused }) => refused),
    warnings: outcomes.flatMap(({ warnings }) => warnings),
  }
}

async function mustApply({ kubectl }: Cluster, objects: readonly KubeObject[]): Promise<void> {
  if (objects.length === 0) return
  const { applied, refused } = await kubectl.apply(objects.map((object) => JSON.stringify(object)))
  if (applied !== objects.length) throw new Error(`${applied} of ${objects.length}: ${refused.join('\n')}`)
}

async function established({ kubectl }: Cluster, crds: readonly KubeObject[]): Promise<void> {
  if (crds.length === 0) return
  const names = crds.map(({ metadata }) => `crd/${metadata.name}`)
  await kubectl.run('wait', '--for=condition=Established', '--timeout=60s', ...names)
}

function makesNamespace(objects: readonly KubeObject[], name: string): boolean {
  return objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name)
}

function namespace(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

/** kind and k3d bring a default class. @see https://github.com/rancher/local-path-provisioner */
const laptopClass: KubeObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'rancher.io/local-path',
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
}
