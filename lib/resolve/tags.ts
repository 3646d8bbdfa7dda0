import type { Labels } from './pod-types.ts'

/** Purpose of an AWS resource; the bill is split by it. */
export type CostComponent =
  | 'cache'
  | 'database'
  | 'edge'
  | 'files'
  | 'guard'
  | 'keys'
  | 'kubernetes'
  | 'network'
  | 'nodes'
  | 'secrets'
  | 'storage'
  | 'volumes'

/** Every tag by which the bill can be split: the account's bootstrap activates these. */
export const billTags = [
  'paddock:cell',
  'paddock:cluster',
  'paddock:component',
  'paddock:cost-center',
  'paddock:environment',
  'paddock:node-class',
  'paddock:project',
  'paddock:tenant',
  'paddock:tier',
] as const

/**
 * Tags of a resource that belongs to a cell, and to a tenant when one is given: on everything that takes tags.
 *
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cost-alloc-tags.html
 */
export function costTags(
  cluster: { readonly name: string },
  cell: string,
  component: CostComponent,
  tenant?: string,
): Record<string, string> {
  return {
    ...clusterTags(cluster),
    'paddock:cell': cell,
    'paddock:component': component,
    ...(tenant === undefined ? {} : { 'paddock:tenant': tenant }),
  }
}

/** The part of a resolved tenant that tags show. */
interface TaggedTenant {
  readonly id: string
  readonly tier: string
  readonly cluster: string
  readonly cell: string
  readonly labels: Labels
}

/** Tags of a resource of one tenant, including its tier and its payer. */
export function tenantTags(
  { cluster, cell, id, tier, labels }: TaggedTenant,
  component: CostComponent,
): Record<string, string> {
  const charged = (label: string, tag: string) => {
    const value = labels[`paddock.dev/${label}`]
    return value === undefined ? {} : { [`paddock:${tag}`]: value }
  }
  return {
    ...costTags({ name: cluster }, cell, component, id),
    'paddock:tier': tier,
    ...charged('cost-center', 'cost-center'),
    ...charged('project', 'project'),
  }
}

/**
 * Location tags of every resource, beside the tags of its purpose. All resources in AWS are production; a laptop
 * cluster has none there.
 */
export function clusterTags({ name }: { readonly name: string }): Record<string, string> {
  return { 'paddock:cluster': name, 'paddock:environment': 'production' }
}

/** Tags of a resource that a whole region shares: no cell and no tenant. */
export function regionTags(
  { tags }: { readonly tags: Readonly<Record<string, string>> },
  component: CostComponent,
): Record<string, string> {
  return { ...tags, 'paddock:component': component }
}
