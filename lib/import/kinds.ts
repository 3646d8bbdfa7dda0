/** A kind that Paddock emits. */
export interface Kind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

/** Parses `apps/v1 Deployment`. The core group has no prefix: `v1 Service`. */
export function parseKind(text: string): Kind {
  const match = /^(?:([a-z0-9.-]+)\/)?(v[0-9a-z]+) ([A-Z][A-Za-z0-9]*)$/.exec(text)
  if (!match?.[2] || !match[3]) throw new Error(`"${text}" is not of the form "group/version Kind"`)
  return { group: match[1] ?? '', version: match[2], kind: match[3] }
}

/** `apps/v1`, or `v1` of the core group. */
export function apiVersion({ group, version }: Kind): string {
  return group === '' ? version : `${group}/${version}`
}

/** Groups of the API server itself. Every other group comes from CRDs. */
export function isBuiltIn({ group }: Kind): boolean {
  return group === '' || !group.includes('.') || group.endsWith('.k8s.io')
}

/** Kinds of Crossplane's AWS provider are in a package of their own. */
export function isAws({ group }: Kind): boolean {
  return group.endsWith('.aws.upbound.io')
}
