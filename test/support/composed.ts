import { readDist } from './dist.ts'

/** A resource of a composition as dist has it. */
export interface ComposedResource {
  readonly name: string
  readonly kind: string
  readonly managementPolicies?: readonly string[]
  /** Its base, before patches. */
  readonly settings: Readonly<Record<string, unknown>>
  /**
   * Sources of the fields of `forProvider`, by field: a path of the claim or the environment, or a text of such paths.
   */
  readonly filled: Readonly<Record<string, string>>
}

interface Composition {
  readonly pipeline: readonly {
    readonly input?: {
      readonly resources?: readonly {
        readonly name: string
        readonly base: {
          readonly kind: string
          readonly spec: {
            readonly forProvider?: Readonly<Record<string, unknown>>
            readonly managementPolicies?: readonly string[]
          }
        }
        readonly patches?: readonly {
          readonly type: string
          readonly fromFieldPath?: string
          readonly toFieldPath: string
          readonly combine?: {
            readonly string: { readonly fmt: string }
            readonly variables: readonly { readonly fromFieldPath: string }[]
          }
        }[]
      }[]
    }
  }[]
}

const read = new Map<string, ReadonlyMap<string, readonly ComposedResource[]>>()

/** Resources of a cluster's compositions, by the composition's name. */
export function compositionsOf(cluster: string): ReadonlyMap<string, readonly ComposedResource[]> {
  const known = read.get(cluster)
  if (known) return known
  const all = new Map(
    readDist(`${cluster}/platform/crossplane/`)
      .flatMap(({ objects }) => objects)
      .filter(({ kind }) => kind === 'Composition')
      .map(({ metadata, spec }) => [metadata.name, resourcesOf(spec as Composition)]),
  )
  read.set(cluster, all)
  return all
}

function resourcesOf({ pipeline }: Composition): ComposedResource[] {
  return pipeline
    .flatMap(({ input }) => input?.resources ?? [])
    .map(({ name, base: { kind, spec }, patches = [] }) => ({
      name,
      kind,
      ...(spec.managementPolicies ? { managementPolicies: spec.managementPolicies } : {}),
      settings: spec.forProvider ?? {},
      filled: Object.fromEntries(
        patches
          .filter(({ type }) => type !== 'ToCompositeFieldPath')
          .map(({ fromFieldPath = '', toFieldPath, combine }) => [
            toFieldPath.replace('spec.forProvider.', ''),
            combine ? text(combine) : fromFieldPath,
          ]),
      ),
    }))
}

/** `paddock-{claim.name}`. */
function text({
  string: { fmt },
  variables,
}: {
  readonly string: { readonly fmt: string }
  readonly variables: readonly { readonly fromFieldPath: string }[]
}): string {
  const paths = variables.map(({ fromFieldPath }) => `{${fromFieldPath}}`)
  return fmt.replaceAll(/%[sv%]/g, (mark) => (mark === '%%' ? '%' : (paths.shift() ?? '')))
}

/** A resource by its name. @throws when the composition does not make it */
export function resourceOf(cluster: string, composition: string, name: string): ComposedResource {
  const found = compositionsOf(cluster)
    .get(composition)
    ?.find((one) => one.name === name)
  if (!found) throw new Error(`${cluster}: ${composition} makes no ${name}`)
  return found
}
