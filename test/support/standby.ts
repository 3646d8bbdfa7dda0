import type { KubeObject } from '../../lib/kube/object.ts'

/** Kinds whose objects write: to databases, to Secrets Manager, to certificate authorities; or that make pods. */
export const writers = [
  'HorizontalPodAutoscaler',
  'Job',
  'PushSecret',
  'Password',
  'Certificate',
  'ScaledObject',
  'CronJob',
]

/** A Job that fills the tenant's own volume in the same region with its models: on the day they must be there. */
export const prepares = ({ kind, metadata }: KubeObject) =>
  kind === 'Job' && /^fill-models-/.test(metadata.name)

/** Names of the Deployments that have pods. */
export const running = (objects: readonly KubeObject[]) =>
  objects
    .filter(({ kind, spec }) => kind === 'Deployment' && (spec as { replicas?: number }).replicas !== 0)
    .map(({ metadata }) => metadata.name)
