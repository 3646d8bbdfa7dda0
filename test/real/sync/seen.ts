import type { Api, LiveObject } from '../cluster/api.ts'

/** Deployments with fewer replicas than their autoscaler's fewest: Argo CD would have taken them back. */
export async function belowFewest(api: Api): Promise<readonly string[]> {
  const scalers = (await api.list('/apis/autoscaling/v2/horizontalpodautoscalers')) as readonly Scaler[]
  const found = await Promise.all(
    scalers.map(async ({ metadata: { namespace }, spec }) => {
      const { name } = spec.scaleTargetRef
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`
      const { spec: deployment } = await api.get<{ spec: { replicas: number } }>(path)
      return deployment.replicas < (spec.minReplicas ?? 1) ? [`${namespace}/${name}`] : []
    }),
  )
  return found.flat()
}

interface Scaler extends LiveObject {
  readonly spec: { readonly minReplicas?: number; readonly scaleTargetRef: { readonly name: string } }
}

/** Nothing when an object is there, its path when it is not. */
export async function missing(api: Api, path: string): Promise<readonly string[]> {
  const { status } = await api.send('GET', path)
  return status === 200 ? [] : [path]
}

/** Nothing if an object is deleted, its path while it exists. */
export async function remaining(api: Api, path: string): Promise<readonly string[]> {
  return (await missing(api, path)).length > 0 ? [] : [path]
}
