import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { guarded } from '../../lib/kube/guard.ts'
import { apiVersion } from './api.ts'

/** A claim that nobody deletes by mistake. */
export interface Guarded {
  readonly namespace: string
  readonly kind: string
  readonly claim: string
  /** Shown to the one who tries. */
  readonly reason: string
}

/**
 * Draws a Usage: while it stands, the API server refuses to delete the claim. It is composed by nothing: a usage
 * within the composition would go away with it.
 */
export function drawUsage(chart: Chart, name: string, { namespace, kind, claim, reason }: Guarded): void {
  draw(chart, {
    apiVersion: 'protection.crossplane.io/v1beta1',
    kind: 'Usage',
    metadata: { name, namespace, annotations: guarded },
    spec: { of: { apiVersion, kind, resourceRef: { name: claim } }, reason },
  })
}
