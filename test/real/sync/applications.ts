import type { Api, LiveObject } from '../cluster/api.ts'
import { waitUntilNone } from '../cluster/wait.ts'

const path = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications'

/** An Application as Argo CD sees it. */
export interface Application extends LiveObject {
  readonly metadata: LiveObject['metadata'] & { readonly creationTimestamp: string }
  readonly status?: {
    readonly sync?: { readonly status: string; readonly revision?: string }
    readonly health?: { readonly status: string }
    readonly operationState?: {
      readonly phase: string
      readonly message?: string
      readonly startedAt: string
    }
    readonly conditions?: readonly { readonly type: string; readonly message: string }[]
    readonly resources?: readonly {
      readonly kind: string
      readonly name: string
      readonly status?: string
      readonly health?: { readonly status: string; readonly message?: string }
    }[]
  }
}

/** Every Application of the cluster. */
export async function applications(api: Api): Promise<readonly Application[]> {
  return (await api.list(path)) as readonly Application[]
}

/** Makes Argo CD look at Git at once, as a report of a push would; of every Application unless some are named. */
export async function refresh(api: Api, ...names: readonly string[]): Promise<void> {
  const all = names.length > 0 ? names : (await applications(api)).map(({ metadata }) => metadata.name)
  for (const name of all) await annotate(api, name, 'argocd.argoproj.io/refresh', 'normal')
}

/** Confirms every waiting deletion of an Application, as `argocd app confirm-deletion` does. */
export async function confirm(api: Api, name: string): Promise<void> {
  await annotate(api, name, 'argocd.argoproj.io/deletion-approved', new Date().toISOString())
}

async function annotate(api: Api, name: string, key: string, value: string): Promise<void> {
  await api.send('PATCH', `${path}/${name}`, { metadata: { annotations: { [key]: value } } })
}

/**
 * Asks until every Application that is expected is there and no other, each synced and healthy, and those that are
 * named in `at` with a commit; answers what is not.
 */
export async function unsettledApplications(
  api: Api,
  expected: readonly string[],
  seconds: number,
  alive: () => void,
  at: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  return await waitUntilNone(
    async () => {
      const there = await applications(api)
      const names = new Set(there.map(({ metadata }) => metadata.name))
      return [
        ...expected.filter((name) => !names.has(name)).map((name) => `${name} is not there`),
        ...[...names].filter((name) => !expected.includes(name)).map((name) => `${name} is still there`),
        ...there.flatMap(problem),
        ...there.flatMap(({ metadata: { name }, status }) =>
          at[name] === undefined || status?.sync?.revision === at[name]
            ? []
            : [`${name} is at another commit`],
        ),
      ]
    },
    seconds,
    alive,
  )
}

/** Objects of one Application that differ from Git or are unhealthy. */
function problem({ metadata, status = {} }: Application): readonly string[] {
  const { sync, health, operationState, resources = [], conditions = [] } = status
  // One that had nothing to change has run no operation.
  const { phase = 'Succeeded', message = '' } = operationState ?? {}
  if (sync?.status === 'Synced' && health?.status === 'Healthy' && phase === 'Succeeded') return []
  const parts = resources
    .filter((one) => one.status !== 'Synced' || (one.health && one.health.status !== 'Healthy'))
    .map((one) => `${one.kind} ${one.name}: ${one.status}, ${one.health?.status}: ${one.health?.message}`)
  const said = conditions.map(({ type, message }) => `${type}: ${message}`)
  const summary = `${metadata.name}: ${sync?.status}, ${health?.status}, ${phase}: ${message}`
  return [[summary, ...said, ...parts.slice(0, 5)].join('\n  ')]
}

/** When each Application was last synced, by name. */
export function operations(all: readonly Application[]): ReadonlyMap<string, string> {
  return new Map(all.map(({ metadata, status }) => [metadata.name, status?.operationState?.startedAt ?? '']))
}
