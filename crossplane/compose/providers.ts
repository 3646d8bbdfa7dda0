/**
 * Release of every AWS provider. The types in `crossplane/provider-aws` are of v2.6.0: what v2.7.0 adds to the kinds in
 * use, nothing here sets, and it takes nothing away.
 *
 * Not v2.6.0 itself, which names an endpoint's subnets and route tables in two ways by turns: it unties and ties them
 * again without end, and every AWS service would be lost to the nodes for as long.
 *
 * @see https://github.com/crossplane-contrib/provider-upjet-aws/releases/tag/v2.7.0
 * @see https://github.com/crossplane-contrib/provider-upjet-aws/pull/2117
 */
const awsRelease = 'v2.7.0'
/** Release of the provider for objects of other clusters. */
const kubernetesRelease = 'v1.2.1'

/** A provider and the service account under which it runs, to which its role is bound. */
export interface ProviderPackage {
  readonly name: string
  readonly package: string
}

/** The provider of an AWS service. @see https://github.com/crossplane-contrib/provider-upjet-aws */
export function awsProvider(service: string): ProviderPackage {
  return {
    name: `provider-aws-${service}`,
    package: `xpkg.crossplane.io/crossplane-contrib/provider-aws-${service}:${awsRelease}`,
  }
}

/**
 * What all AWS providers need: their ProviderConfig. It would come along as a dependency of any version, under this
 * very name; named here, it is pinned.
 */
export const awsFamily: ProviderPackage = {
  name: 'crossplane-contrib-provider-family-aws',
  package: `xpkg.crossplane.io/crossplane-contrib/provider-family-aws:${awsRelease}`,
}

/** The provider that writes into the regions' clusters. */
export const kubernetesProvider: ProviderPackage = {
  name: 'provider-kubernetes',
  package: `xpkg.crossplane.io/crossplane-contrib/provider-kubernetes:${kubernetesRelease}`,
}

/** Namespace of Crossplane's own pods, of the providers and of connection Secrets. */
export const crossplaneNamespace = 'crossplane-system'
