import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { KubeObject, Metadata } from '../../../lib/kube/object.ts'

/** An object as the API server holds it. */
export interface LiveObject extends KubeObject {
  readonly metadata: Metadata & {
    readonly uid: string
    readonly resourceVersion: string
    readonly generation?: number
    readonly deletionTimestamp?: string
    readonly managedFields?: readonly unknown[]
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[]
  }
}

/** A resource type that the API server serves. */
export interface Resource {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly scope: 'Namespaced' | 'Cluster'
  readonly verbs: readonly string[]
}

/** Identity of the caller in the API server. */
export interface Identity {
  readonly user: string
  readonly groups: readonly string[]
}

/** An answer: its HTTP status and its body. */
export interface Answer<T> {
  readonly status: number
  readonly body: T
}

/** The API server behind the socket of `kubectl proxy`, which authenticates. */
export class Api {
  readonly #socketPath: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 })

  constructor(socketPath: string) {
    this.#socketPath = socketPath
  }

  /** Sends one request, optionally as another identity. */
  async send<T>(method: string, path: string, body?: object, as?: Identity): Promise<Answer<T>> {
    const text = body ? JSON.stringify(body) : ''
    const headers = {
      accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json',
      ...(body
        ? { 'content-type': contentType(method), 'content-length': String(Buffer.byteLength(text)) }
        : {}),
      ...(as ? { 'impersonate-user': as.user, 'impersonate-group': [...as.groups] } : {}),
    }
    const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const call = request(
        { socketPath: this.#socketPath, agent: this.#agent, method, path, headers },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
          )
        },
      )
      call.on('error', reject)
      call.end(text)
    })
    return { status: answer.status, body: parse<T>(answer.text) }
  }

  /**
   * The body of a successful GET. Throws with the server's message otherwise; repeats the request if the server asks
   * for it.
   */
  async get<T>(path: string): Promise<T> {
    let { status, body } = await this.send<T>('GET', path)
    // A CRD that was just made starts its storage.
    for (let tries = 0; status === 429 && tries < 40; tries++) {
      await sleep(500)
      const again = await this.send<T>('GET', path)
      status = again.status
      body = again.body
    }
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${messageOf(body)}`)
    return body
  }

  /** Every object of a collection. */
  async list(path: string): Promise<readonly LiveObject[]> {
    const { items } = await this.get<{ items: LiveObject[] }>(path)
    return items
  }

  /** Every resource type that is served, each in its preferred version. */
  async resources(): Promise<readonly Resource[]> {
    const [core, groups] = await Promise.all([this.get<Discovery>('/api'), this.get<Discovery>('/apis')])
    const all = [...core.items, ...groups.items].flatMap(({ metadata, versions }) =>
      versions.flatMap(({ version, resources = [] }) =>
        resources.map((resource) => ({
          group: metadata.name ?? '',
          version,
          kind: resource.responseKind.kind,
          plural: resource.resource,
          scope: resource.scope === 'Namespaced' ? ('Namespaced' as const) : ('Cluster' as const),
          verbs: resource.verbs,
        })),
      ),
    )
    // The preferred version comes first; a group need not have all its types in it.
    return [...new Map(all.reverse().map((one) => [`${one.group} ${one.plural}`, one])).values()]
  }
}

interface Discovery {
  readonly items: readonly {
    readonly metadata: { readonly name?: string }
    readonly versions: readonly {
      readonly version: string
      /** Absent of an aggregated API that has not answered. */
      readonly resources?: readonly {
        readonly resource: string
        readonly responseKind: { readonly kind: string }
        readonly scope: string
        readonly verbs: readonly string[]
      }[]
    }[]
  }[]
}

function parse<T>(text: string): T {
  try {
    return JSON.parse(text) as T
  } catch {
    throw new Error(`no JSON: ${text.slice(0, 200)}`)
  }
}

/** The API server's message for a rejected request. */
export function messageOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : ''
}

/** Path of a collection, in all namespaces or in one. */
export function collection(resource: Omit<Resource, 'verbs' | 'kind'>, namespace?: string): string {
  const root =
    resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`
  return namespace === undefined
    ? `${root}/${resource.plural}`
    : `${root}/namespaces/${namespace}/${resource.plural}`
}

function contentType(method: string): string {
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
}
