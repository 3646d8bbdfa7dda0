/** Label by which resources of one composite resource select each other. */
const resourceLabel = 'paddock.dev/resource'

/** Metadata by which other resources of the same composite resource select this one. Several may share a name. */
export function findable(name: string) {
  return { labels: { [resourceLabel]: name } }
}

/** Selects the resources of this composite resource that are {@link findable} under the name. */
export function found(name: string) {
  return { matchControllerRef: true, matchLabels: { [resourceLabel]: name } }
}

/** Selects the only resource of the kind in this composite resource. */
export const ofThis = { matchControllerRef: true }
