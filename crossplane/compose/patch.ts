/** One patch of function-patch-and-transform. */
export interface Patch {
  readonly type:
    | 'FromCompositeFieldPath'
    | 'ToCompositeFieldPath'
    | 'FromEnvironmentFieldPath'
    | 'CombineFromEnvironment'
  readonly fromFieldPath?: string
  readonly toFieldPath: string
  readonly combine?: {
    readonly strategy: 'string'
    readonly string: { readonly fmt: string }
    readonly variables: readonly { readonly fromFieldPath: string }[]
  }
  readonly transforms?: readonly object[]
  readonly policy: {
    readonly fromFieldPath: 'Required' | 'Optional'
    readonly toFieldPath?: 'MergeObjects' | 'AppendArray'
  }
}

const required = { fromFieldPath: 'Required' } as const

/** Path of `spec.forProvider.<field>` of a managed resource. */
export function field(name: string): string {
  return `spec.forProvider.${name}`
}

/** Path of the name that a resource has in AWS, for kinds that read it from there. */
export const externalName = 'metadata.annotations[crossplane.io/external-name]'

/** A field of the composite resource's `spec`. The resource waits for it. */
export function fromSpec(name: string, to: string): Patch {
  return { type: 'FromCompositeFieldPath', fromFieldPath: `spec.${name}`, toFieldPath: to, policy: required }
}

/** A field of `spec` that may be missing. The target then stays unchanged. */
export function fromOptional(name: string, to: string): Patch {
  return { ...fromSpec(name, to), policy: { fromFieldPath: 'Optional' } }
}

/** A value that another resource reported into `status`. The resource waits for it. */
export function fromStatus(name: string, to: string): Patch {
  return {
    type: 'FromCompositeFieldPath',
    fromFieldPath: `status.${name}`,
    toFieldPath: to,
    policy: required,
  }
}

/** A value that AWS gave the region: ids and ARNs that no file contains. */
export function fromRegion(path: string, to: string): Patch {
  return { type: 'FromEnvironmentFieldPath', fromFieldPath: path, toFieldPath: to, policy: required }
}

/** The data subnets of all zones, in the form of a subnet group. */
export const dataSubnets: readonly Patch[] = ['a', 'b', 'c'].map((zone, index) =>
  fromRegion(`network.dataSubnets.${zone}`, field(`subnetIds[${index}]`)),
)

/** A field of the resource, reported into `status` once it is known. */
export function toStatus(from: string, name: string): Patch {
  return {
    type: 'ToCompositeFieldPath',
    fromFieldPath: from,
    toFieldPath: `status.${name}`,
    policy: { fromFieldPath: 'Optional' },
  }
}

/** The tags of tenant and cell, in addition to those of the base. */
export const tags: Patch = {
  ...fromSpec('tags', field('tags')),
  policy: { fromFieldPath: 'Required', toFieldPath: 'MergeObjects' },
}

/** Marks a place in a text that is filled from the environment. `claim.<field>` is a field of the claim. */
export function slot(path: string): string {
  return `⟦${path}⟧`
}

/** A {@link slot} for a number, which is written in decimal digits. */
export function numberSlot(path: string): string {
  return `⟦#${path}⟧`
}

/** True for a text that contains a slot. */
export function hasSlots(template: string): boolean {
  return template.includes('⟦')
}

/** A text with slots, as one patch. A text without slots is a mistake: it belongs into the base. */
export function text(template: string, to: string): Patch {
  const variables = [...template.matchAll(/⟦#?([^⟧]+)⟧/g)].map(([, path]) => ({ fromFieldPath: path ?? '' }))
  if (variables.length === 0) throw new Error(`"${template}" has no slot`)
  const fmt = template
    .replaceAll('%', '%%')
    .replaceAll(/⟦#[^⟧]+⟧/g, '%v')
    .replaceAll(/⟦[^⟧]+⟧/g, '%s')
  return {
    type: 'CombineFromEnvironment',
    toFieldPath: to,
    combine: { strategy: 'string', string: { fmt }, variables },
    policy: required,
  }
}
