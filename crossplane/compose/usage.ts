import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { guarded } from '../../lib/kube/guard.ts'
import { apiVersion } from './api.ts'

/** A claim that is protected against an accidental deletion. */
export interface Guarded {
  readonly namespace: string
  readonly kind: string
  readonly claim: string
  /** Message for a person who tries to delete the claim. */
  readonly reason: string
}

/**
 * Draws a Usage. While it exists, the API server refuses to delete the claim. It is outside of the composition, because
 * a usage inside it would be deleted with the composition.
 */
export function drawUsage(chart: Chart, name: string, { namespace, kind, claim, reason }: Guarded): void {
  draw(chart, {
    apiVersion: 'protection.crossplane.io/v1beta1',
    kind: 'Usage',
    metadata: { name, namespace, annotations: guarded },
    spec: { of: { apiVersion, kind, resourceRef: { name: claim } }, reason },
  })
}
