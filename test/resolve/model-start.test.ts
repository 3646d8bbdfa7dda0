import { describe, expect, test } from 'vitest'
import { catalogModel, embeddingModel, type ModelName } from '../../lib/catalog/models.ts'
import type { Container, PodTemplateSpec } from '../../lib/kube/types/kubernetes.ts'
import { slowestRead } from '../../lib/resolve/ollama.ts'
import { readDist } from '../support/dist.ts'

interface Server {
  readonly where: string
  readonly deadlineSeconds: number
  readonly prepare: Readonly<Record<string, string | undefined>>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly container: Container
  /** As the volume has them, by their manifests. */
  readonly models: readonly string[]
}

const variables = ({ env = [] }: Container) => Object.fromEntries(env.map(({ name, value }) => [name, value]))

/** Every model server of dist, whichever tenant and cluster. */
const servers = readDist().flatMap(({ path, objects }) =>
  objects
    .filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name.startsWith('ollama-'))
    .map((object): Server => {
      const spec = object['spec'] as { progressDeadlineSeconds: number; template: PodTemplateSpec }
      const [container] = spec.template.spec?.containers ?? []
      const [prepare] = spec.template.spec?.initContainers ?? []
      if (!container || !prepare) throw new Error(`${path} has a model server without containers`)
      return {
        where: `${path} ${object.metadata.name}`,
        deadlineSeconds: spec.progressDeadlineSeconds,
        prepare: variables(prepare),
        env: variables(container),
        container,
        models: (variables(prepare)['MODELS'] ?? '').split('\n').map((line) => line.split(' ')[0] ?? ''),
      }
    }),
)

test('there are servers of both kinds', () => {
  expect(servers.filter(({ where }) => where.endsWith('ollama-cpu')).length).toBeGreaterThan(8)
  expect(servers.filter(({ where }) => where.endsWith('ollama-gpu')).length).toBeGreaterThan(3)
})

describe.each(servers)('$where', ({ container, deadlineSeconds, env, models, prepare }) => {
  const loads = (env['LOAD_MODELS'] ?? '').split('\n').map((line) => line.split(' '))
  const { exec, failureThreshold = 0, periodSeconds = 0 } = container.startupProbe ?? {}
  const startupSeconds = failureThreshold * periodSeconds

  test('loads what it was prepared with, each model by the call of its kind', () => {
    expect(
      loads.map(([, name = '']) => (name.includes(':') ? name.replace(':', '/') : `${name}/latest`)),
    ).toEqual(models.map((path) => path.replace('registry.ollama.ai/library/', '')))
    for (const [call, name] of loads) expect(call).toBe(name === embeddingModel.name ? 'embed' : 'generate')
    expect(loads).toHaveLength(Number(env['OLLAMA_MAX_LOADED_MODELS']))
    expect(env['OLLAMA_KEEP_ALIVE']).toBe('-1')
  })

  test('has started when they are loaded, and has the time for it on the slowest disk', () => {
    expect(exec?.command).toEqual(['test', '-f', env['LOADED']])
    const bytes = loads.reduce((sum, [, name]) => sum + catalogModel(name as ModelName).weightsBytes, 0)
    expect(startupSeconds).toBeGreaterThan(bytes / slowestRead + 120)
  })

  test('is told as failed only after a pod has had all the time that it may take', () => {
    expect(deadlineSeconds).toBeGreaterThan(Number(prepare['WAIT_SECONDS']) + startupSeconds)
  })
})
