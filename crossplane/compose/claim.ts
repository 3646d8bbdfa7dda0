import { ApiObject, type Chart } from 'cdk8s'
import type { Static, TObject } from 'typebox'
import type { Metadata } from '../../lib/kube/object.ts'
import { type Api, apiVersion } from './api.ts'
import { compositionName } from './composition-name.ts'

/**
 * Everything that is specific to claims, in one place. Crossplane 2 serves claims only for definitions of `v1` with
 * scope LegacyCluster, and has deprecated them. docs/decisions/literal-claims.md describes the migration to namespaced
 * composite resources.
 */
export const claimScope = 'LegacyCluster'

/** Names of the claim in its definition. */
export function claimNames({ kind, plural }: Pick<Api, 'kind' | 'plural'>) {
  return { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` }
}

/**
 * Name of the API's default variant. A claim that returns to it must name it: if a claim names no variant, Crossplane
 * keeps the previous one.
 */
export const theDefault = 'default'

/**
 * Draws a claim; its `spec` has the type of the API's schema.
 *
 * @param connectionSecret Secret that is written into the claim's namespace
 * @param variant which of the API's compositions makes it; none is named unless given, and the default one makes it
 */
export function drawClaim<Spec extends TObject>(
  chart: Chart,
  { kind, plural }: Api<Spec>,
  metadata: Metadata & { readonly namespace: string },
  spec: Static<Spec>,
  connectionSecret?: string,
  variant?: string,
): void {
  new ApiObject(chart, [kind, metadata.namespace, metadata.name].join('-'), {
    apiVersion,
    kind,
    metadata,
    spec: {
      ...(spec as object),
      ...(variant
        ? {
            compositionRef: {
              name: compositionName({ plural }, variant === theDefault ? undefined : variant),
            },
          }
        : {}),
      ...(connectionSecret ? { writeConnectionSecretToRef: { name: connectionSecret } } : {}),
    },
  })
}
