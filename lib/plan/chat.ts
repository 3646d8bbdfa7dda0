import { type ModelName, models } from '../catalog/models.ts'
import type { KubeObject } from '../kube/object.ts'
import type { PodTemplateSpec } from '../kube/types/kubernetes.ts'
import { gatewayName } from '../resolve/gpu-scale.ts'
import { startMinutes } from '../resolve/model-start.ts'

interface Server {
  readonly name: string
  readonly nodeClass: 'cpu' | 'gpu'
  readonly models: readonly ModelName[]
}

/**
 * The effect of new settings of Open WebUI on chats: they continue if one model stays on the server that has it.
 * Otherwise nobody can chat until one of the new servers has its models, which this says in minutes.
 *
 * @returns a text for a restart's downtime; empty while chat continues
 */
export function chatOutage(before: KubeObject, after: KubeObject): string {
  const [then, now] = [servers(before), servers(after)]
  if (then.length === 0 || now.length === 0) return ''
  const had = new Set(then.flatMap(({ name, models }) => models.map((model) => `${name} ${model}`)))
  if (now.some(({ name, models }) => models.some((model) => had.has(`${name} ${model}`)))) return ''
  const known = new Set(then.map(({ name }) => name))
  const [first] = now
    .map((server) => ({
      server,
      minutes: startMinutes(server.nodeClass, server.models, bootOf(server, known)),
    }))
    .sort((a, b) => a.minutes - b.minutes)
  if (!first) return ''
  const { server, minutes } = first
  return `no chat for about ${minutes} minutes, until ${server.name} has ${server.models.join(' and ')}; two merges avoid it, see "Change tier" in docs/lifecycle.md`
}

/** Downtime of a model server whose only pod is replaced; empty for every other workload. */
export function modelsUnavailable(after: KubeObject): string {
  const nodeClass = classOf(after.metadata.name)
  const loaded = environmentOf(after)['LOAD_MODELS']
  if (!nodeClass || !loaded) return ''
  const names = loaded.split('\n').map((line) => line.split(' ').at(-1) ?? '')
  return `, about ${startMinutes(nodeClass, names.filter(isModel), 'there')} minutes`
}

/** A server that did not run before may need a node of its own. */
function bootOf({ name }: Server, known: ReadonlySet<string>): 'boots' | 'there' {
  return known.has(name) ? 'there' : 'boots'
}

function servers(object: KubeObject): readonly Server[] {
  const { OLLAMA_BASE_URLS: urls = '', OLLAMA_API_CONFIGS: configs = '{}' } = environmentOf(object)
  const offered = JSON.parse(configs) as Readonly<Record<string, { model_ids?: readonly string[] }>>
  return urls.split(';').flatMap((url, index) => {
    const host = /^http:\/\/([^:/]+)/.exec(url)?.[1] ?? ''
    // The gateway is in front of the server that scales to zero.
    const name = host === gatewayName ? 'ollama-gpu' : host
    const nodeClass = classOf(name)
    const names = offered[index]?.model_ids ?? []
    return nodeClass ? [{ name, nodeClass, models: names.filter(isModel) }] : []
  })
}

function classOf(name: string): 'cpu' | 'gpu' | undefined {
  return name === 'ollama-cpu' ? 'cpu' : name === 'ollama-gpu' ? 'gpu' : undefined
}

function isModel(name: string): name is ModelName {
  return Object.hasOwn(models, name)
}

/** Literal variables of all containers of a workload's pods. */
function environmentOf(object: KubeObject): Readonly<Record<string, string>> {
  const { template } = (object['spec'] ?? {}) as { template?: PodTemplateSpec }
  return Object.fromEntries(
    (template?.spec?.containers ?? [])
      .flatMap(({ env = [] }) => env)
      .flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  )
}
