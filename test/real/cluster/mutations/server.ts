import type { KubeObject } from '../../../../lib/kube/object.ts'
import { type Api, collection, messageOf, type Resource } from '../api.ts'
import { type Cluster, startBareServer } from '../control-plane.ts'
import { definedKind, missingCrds } from '../crds.ts'
import { groupOf } from '../dist.ts'
import { established, isXrd, mustApply } from '../sync.ts'
import { derivedCrds } from '../xrds.ts'

/** The answer of an API server to an object: nothing when it would take it, its message when not. */
export type Ask = (object: KubeObject) => Promise<string | undefined>

/** An API server that knows the kinds of some objects and has their namespaces, and nothing else. */
export interface Judge {
  readonly ask: Ask
  readonly cluster: Cluster
}

/** Starts one; `binaries` is the folder that `build` prints. */
export async function startJudge(
  binaries: string,
  folder: string,
  objects: readonly KubeObject[],
): Promise<Judge> {
  const cluster = await startBareServer(binaries, folder)
  try {
    const derived = objects.filter(isXrd).flatMap(derivedCrds)
    const crds = distinct([
      ...objects.filter(({ kind }) => kind === 'CustomResourceDefinition'),
      ...derived,
      ...missingCrds(objects, new Set(derived.map(definedKind))),
    ])
    const namespaces = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))
    const bare = [...namespaces].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
    await mustApply(cluster, [...crds, ...bare])
    await established(cluster, crds)
    const resources = await cluster.api.resources()
    return { cluster, ask: asker(cluster.api, resources) }
  } catch (cause) {
    await cluster.stop()
    throw cause
  }
}

/** Clusters define the same kinds. */
function distinct(objects: readonly KubeObject[]): readonly KubeObject[] {
  return [...new Map(objects.map((object) => [object.metadata.name, object])).values()]
}

/** Asks a server about objects of the kinds that it knows. */
export function asker(api: Api, resources: readonly Resource[]): Ask {
  const known = new Map(resources.map((one) => [`${one.group} ${one.kind}`, one]))
  return async (object) => {
    const resource = known.get(`${groupOf(object)} ${object.kind}`)
    if (!resource) throw new Error(`the server does not know ${object.apiVersion} ${object.kind}`)
    const version = object.apiVersion.split('/').at(-1) ?? ''
    const namespace = object.metadata?.namespace
    // A name in a path must be one; the server compares it with the object's.
    const place = resource.scope === 'Namespaced' ? namespaceOf(namespace) : undefined
    const path = `${collection({ ...resource, version }, place)}?dryRun=All&fieldValidation=Strict`
    const { status, body } = await api.send('POST', path, object).catch((cause: unknown) => {
      // Some objects make the server panic; it ends the stream.
      if (String(cause).includes('INTERNAL_ERROR')) return { status: 500, body: { message: String(cause) } }
      throw cause
    })
    // An object of that name is there: the server looks for it after every check.
    if (status === 201 || (status === 409 && reasonOf(body) === 'AlreadyExists')) return undefined
    // The check of references finds a namespace that is not there.
    if (status === 404 && /^namespaces ".*" not found$/.test(messageOf(body))) return undefined
    return `${status} ${messageOf(body)}`
  }
}

function namespaceOf(namespace: unknown): string {
  return typeof namespace === 'string' && /^[a-z0-9-]+$/.test(namespace) ? namespace : 'default'
}

function reasonOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'reason' in body ? String(body.reason) : ''
}

/** Asks about many, so many at a time. */
export async function askAll(
  ask: Ask,
  objects: readonly KubeObject[],
  atOnce = 12,
): Promise<readonly (string | undefined)[]> {
  const answers: (string | undefined)[] = []
  const queue = [...objects.entries()]
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) answers[next[0]] = await ask(next[1])
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return answers
}
