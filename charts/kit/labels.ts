import type { Labels } from '../../lib/resolve/pod-types.ts'

/** Label by which network policies and Services select the pods of an operator. */
export function operatorLabels(name: string): Labels {
  return { 'app.kubernetes.io/name': name }
}
