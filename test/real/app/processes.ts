import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { models } from './images.ts'
import type { Pod } from './pod.ts'

/** A process of a pod. */
export interface Process {
  readonly pid: number
  readonly command: readonly string[]
}

/** A process and all that it started, directly or not. */
export function processesOf(pid: number): readonly Process[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1]
    if (parent) parents.set(Number(name), Number(parent))
  }
  const below = (one: number): boolean => one === pid || (parents.has(one) && below(parents.get(one) ?? 0))
  return [...parents.keys()]
    .filter(below)
    .map((one) => ({ pid: one, command: read(`/proc/${one}/cmdline`).split('\0').slice(0, -1) }))
}

/** The llama-server of a model within the pod of a model server. Models with the same weights share one. */
export function llamaServer(pod: Pod, model: string): Process {
  const weights = layerOf(model)
  const found = processesOf(pod.pid('ollama')).find(({ command }) =>
    command.some((word) => word.endsWith(weights)),
  )
  if (!found) throw new Error(`${pod.name} runs no llama-server of ${model}`)
  return found
}

/** Name of the file of a model's weights. */
function layerOf(model: string): string {
  const [name = '', tag = ''] = model.split(':')
  const file = join(models, 'manifests/registry.ollama.ai/library', name, tag)
  const { layers } = JSON.parse(readFileSync(file, 'utf8')) as {
    layers: { mediaType: string; digest: string }[]
  }
  const weights = layers.find(({ mediaType }) => mediaType === 'application/vnd.ollama.image.model')
  return String(weights?.digest).replace(':', '-')
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // A process that has ended meanwhile.
    return ''
  }
}
