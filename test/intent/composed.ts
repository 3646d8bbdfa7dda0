import { type Intent, type Rule, that, type Wanted } from './intent.ts'

/** Settings of `forProvider` of a kind that compositions make. */
export function composed(
  kind: string,
  why: string,
  forProvider: Readonly<Record<string, Wanted>>,
  named?: RegExp,
): Intent {
  return {
    of: `composed ${kind}`,
    ...(named ? { named } : {}),
    // Of what Crossplane only observes AWS has the settings.
    where: ({ value }) => {
      const { managementPolicies } = (value as unknown as Resource).base.spec
      return managementPolicies?.includes('Create') ?? true
    },
    why,
    settings: Object.fromEntries(
      Object.entries(forProvider).map(([path, wanted]) => [`base.spec.forProvider.${path}`, wanted]),
    ),
  }
}

/** A patch of a composition, as dist has it. */
export interface Patch {
  readonly type: string
  readonly fromFieldPath?: string
  readonly toFieldPath: string
  readonly policy: { readonly fromFieldPath: string; readonly toFieldPath?: string }
  readonly combine?: {
    readonly strategy: string
    readonly string: { readonly fmt: string }
    readonly variables: readonly { readonly fromFieldPath: string }[]
  }
  readonly transforms?: readonly object[]
}

/** A resource of a composition, as dist has it. */
export interface Resource {
  readonly name: string
  readonly base: {
    readonly apiVersion: string
    readonly kind: string
    readonly metadata?: { readonly labels?: Readonly<Record<string, string>> }
    readonly spec: {
      readonly forProvider: Readonly<Record<string, unknown>>
      readonly managementPolicies?: readonly string[]
    }
  }
  readonly patches?: readonly Patch[]
}

/** A field whose value is a source: `spec.forProvider.kmsKeyId` from `keys.data`. */
export function filledFrom(field: string, ...sources: readonly string[]): Rule {
  return that<readonly Patch[]>(`${field} from ${sources.join(' or ')}`, (patches) =>
    patches.some(
      ({ toFieldPath, fromFieldPath, combine, policy }) =>
        toFieldPath === field &&
        policy.fromFieldPath === 'Required' &&
        sources.includes(fromFieldPath ?? combine?.string.fmt ?? ''),
    ),
  )
}
