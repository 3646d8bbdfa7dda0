import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'cdk8s'
import { x } from 'tinyexec'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { charts } from '../../../charts/platform/model-cache/index.ts'
import { type ModelName, manifestPath } from '../../../lib/catalog/models.ts'
import { chartObjects } from '../../../lib/kube/draw.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import type { PodSpec } from '../../../lib/kube/types/kubernetes.ts'
import { resolveCluster } from '../../../lib/resolve/cluster.ts'
import { serverPort } from '../../../lib/resolve/ollama.ts'
import { clusters, plain } from '../../support/fleet.ts'
import { models, work } from './images.ts'
import { type Manifests, manifestsOf } from './manifests.ts'
import { type Pod, startPod } from './pod.ts'
import { until } from './until.ts'

// The cache's daemon and a tenant's model servers as dist has them, with the real Ollama: the folder of the node is mounted
// read-only into the pods, and each program has the user of its container.
const names = ['qwen2.5:7b', 'nomic-embed-text'] as const satisfies readonly ModelName[]
const released = names.map((name) => digestOf(readFileSync(join(models, 'manifests', manifestPath(name)))))
const node = join(work, 'node')
const pods: Pod[] = []
let manifests: Manifests

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

beforeAll(async () => {
  mkdirSync(node, { mode: 0o755 })
  const modelDigests = Object.fromEntries(names.map((name, index) => [name, released[index] ?? '']))
  manifests = manifestsOf({ ...plain, id: 'cached', models: [names[0]], modelDigests }, clusters.east)
  const objects = charts(new App(), resolveCluster(clusters.east)).flatMap(chartObjects)
  const pod = await startPod('model-cache', podOf(objects), {
    secret: () => '',
    configMap: (name) => (name === 'released' ? { manifests: released.join('\n') } : dataOf(objects, name)),
    claim: manifests.claim,
    node,
    names: {},
    without: [],
  })
  pods.push(pod)
  await until(
    'the cache is ready',
    60,
    () => pod.log('model-cache').includes('ready'),
    () => pod.log('model-cache'),
  )
})
afterAll(async () => {
  await Promise.all(pods.map((pod) => pod.stop(5)))
  manifests?.remove()
})

function podOf(objects: readonly KubeObject[]): PodSpec {
  const daemon = objects.find(({ kind }) => kind === 'DaemonSet')
  if (!daemon) throw new Error('the component has no DaemonSet')
  return (daemon['spec'] as { template: { spec: PodSpec } }).template.spec
}

function dataOf(objects: readonly KubeObject[], name: string): Record<string, string> {
  const found = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)
  return found?.['data'] as Record<string, string>
}

async function startServer(name: string): Promise<Pod> {
  const pod = await startPod(name, manifests.pod('Deployment', 'ollama-cpu'), {
    secret: () => '',
    configMap: manifests.configMap,
    claim: (claim) => (claim === 'model-cache' ? node : manifests.claim(claim)),
    names: {},
    without: [],
  })
  pods.push(pod)
  await until(
    `${name} has loaded its models`,
    300,
    () => names.every((model) => pod.log('ollama').includes(`serve: ${model} is loaded`)),
    () => pod.log('ollama').slice(-3000),
  )
  return pod
}

test('Ollama lists, loads and keeps models that are links into the read-only cache', async () => {
  const first = await startServer('first')
  expect(first.log('prepare-models')).toMatch(/[1-9]\d* bytes copied/)
  expect(first.log('prepare-models')).not.toContain('does not bring')
  const response = await fetch(`http://${first.address}:${serverPort}/api/tags`)
  const listed = (await response.json()) as { models: { name: string; digest: string }[] }
  expect(listed.models.map(({ digest }) => `sha256:${digest}`).sort()).toEqual([...released].sort())
  const answer = await fetch(`http://${first.address}:${serverPort}/api/generate`, {
    method: 'POST',
    body: JSON.stringify({ model: names[0], prompt: 'Go on.', stream: false, options: { num_predict: 8 } }),
  })
  expect(await answer.json()).toMatchObject({ eval_count: 8 })
  // It pruned nothing: each blob of both manifests is in the cache, once, and belongs to the daemon.
  const blobs = readdirSync(join(node, 'blobs'))
  for (const blob of blobs) expect(statSync(join(node, 'blobs', blob)).uid).toBe(10_002)
  expect(blobs.length).toBeGreaterThan(4)
})

test('a second pod of the node copies nothing', async () => {
  const second = await startServer('second')
  expect(second.log('prepare-models')).toMatch(/ 0 bytes copied in 0\.\d s/)
})

test('the kernel counts a model server’s blobs as open until it ends', async () => {
  const check = `import sys; sys.path.insert(0, "${join(import.meta.dirname, '../../../charts/platform/model-cache')}")
import pathlib, store
print(sum(store.is_unused(path) for path in pathlib.Path("${join(node, 'blobs')}").iterdir()))`
  const unused = async () => Number((await x('python3', ['-B', '-c', check], { throwOnError: true })).stdout)
  expect(await unused()).toBe(0)
  await Promise.all(pods.splice(1).map((pod) => pod.terminate()))
  expect(await unused()).toBe(readdirSync(join(node, 'blobs')).length)
})
