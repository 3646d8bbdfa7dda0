import type { Cluster } from './control-plane.ts'
import type { Document } from './dist.ts'
import { unasked } from './unasked.ts'
import { waitUntilNone } from './wait.ts'

const apiServices = '/apis/apiregistration.k8s.io/v1/apiservices'
const namespaces = '/api/v1/namespaces'
const scratch = 'verify-stranded'

interface Conditions {
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] }
}

/** Observations of aggregated APIs without a running server. */
export interface StuckNamespace {
  readonly refused: readonly string[]
  /** Those that the API server still holds for available. */
  readonly available: readonly string[]
  /** Of a namespace that was deleted meanwhile: why it stays. */
  readonly kept: 'by discovery' | 'not at all'
  /** Empty once it is deleted, after the APIs were deleted. */
  readonly left: readonly string[]
}

/**
 * Applies aggregated APIs as dist has them, deletes a namespace, deletes the APIs as in
 * docs/runbooks/aggregated-api-unavailable.md, and restores the objects that the later tests need.
 */
export async function holdNamespaceDeletion(
  { api, kubectl }: Cluster,
  aggregated: readonly Document[],
): Promise<StuckNamespace> {
  const names = aggregated.map(({ object }) => object.metadata.name)
  const { refused } = await kubectl.apply(aggregated.map(({ text }) => text))
  const available = await waitUntilNone(
    async () => (await Promise.all(names.map(state('Available')))).filter((one) => !one.endsWith('False')),
    60,
  )
  await api.send('POST', namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: scratch } })
  await api.send('DELETE', `${namespaces}/${scratch}`)
  const failure = await waitUntilNone(async () => {
    const { status } = await api.get<Conditions>(`${namespaces}/${scratch}`)
    const failed = status.conditions?.some(
      (one) => one.type === 'NamespaceDeletionDiscoveryFailure' && one.status === 'True',
    )
    return failed ? [] : ['no condition']
  }, 60)
  for (const name of names) await api.send('DELETE', `${apiServices}/${name}`)
  const left = await waitUntilNone(async () => {
    const { status } = await api.send('GET', `${namespaces}/${scratch}`)
    return status === 404 ? [] : [scratch]
  }, 60)
  await kubectl.apply(aggregated.map((one) => unasked(one).text))
  return { refused, available, kept: failure.length === 0 ? 'by discovery' : 'not at all', left }

  function state(type: string) {
    return async (name: string) => {
      const { status } = await api.get<Conditions>(`${apiServices}/${name}`)
      return `${name} ${status.conditions?.find((one) => one.type === type)?.status ?? 'unknown'}`
    }
  }
}
