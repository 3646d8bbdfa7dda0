import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { type ComposedApi, regionApis } from '../../crossplane/apis/region-apis.ts'
import type { Document } from '../../crossplane/compose/iam.ts'

/** A policy that a composition gives to AWS. */
export interface ComposedPolicy {
  /** API, variant and resource. */
  readonly where: string
  readonly kind: string
  /** Field that holds it. */
  readonly field: string
  /** Trust policy, identity policy, resource policy, or that of an endpoint: it grants nothing, and lets calls through. */
  readonly type: 'trust' | 'identity' | 'resource' | 'endpoint'
  readonly document: Document
}

const identityKinds = ['RolePolicy', 'Policy']

/** Every policy of every composition; slots hold the paths that fill them. */
export function composedPolicies(
  apis: readonly ComposedApi[] = [...regionApis, ...hubApis],
): ComposedPolicy[] {
  return apis.flatMap(({ api, plans }) =>
    plans.flatMap(({ variant, resources }) =>
      resources.flatMap(({ name, base, patches }) => {
        const where = [api.kind, variant, name].filter(Boolean).join(' ')
        const fixed = texts(base, '').map(([field, text]) => ({ field, text }))
        const patched = patches.flatMap(({ toFieldPath, combine }) =>
          combine ? [{ field: toFieldPath, text: filled(combine) }] : [],
        )
        return [...fixed, ...patched]
          .filter(({ text }) => /^\{\s*"Version"\s*:/.test(text))
          .map(({ field, text }): ComposedPolicy => {
            const document = JSON.parse(text) as Document
            return { where, kind: base.kind, field, type: typeOf(base.kind, field), document }
          })
      }),
    ),
  )
}

function typeOf(kind: string, field: string): ComposedPolicy['type'] {
  if (/assumeRolePolicy$/.test(field)) return 'trust'
  if (kind === 'VPCEndpoint') return 'endpoint'
  return identityKinds.includes(kind) ? 'identity' : 'resource'
}

function filled(combine: {
  readonly string: { readonly fmt: string }
  readonly variables: readonly { readonly fromFieldPath: string }[]
}): string {
  const paths = combine.variables.map(({ fromFieldPath }) => `⟦${fromFieldPath}⟧`)
  return combine.string.fmt.replaceAll(/%[s%]/g, (mark) => (mark === '%%' ? '%' : (paths.shift() ?? '')))
}

/** Every text within an object, with its path. */
function texts(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => texts(child, path === '' ? key : `${path}.${key}`))
}
