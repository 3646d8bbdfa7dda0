/**
 * Release of every AWS provider. The types in `crossplane/provider-aws` are of v2.6.0. v2.7.0 removes nothing, and the
 * compositions use none of the fields that it adds. Paddock does not use v2.6.0 itself: it names the subnets and route
 * tables of an endpoint in two alternating ways. It would detach and attach them endlessly, and nodes could not reach
 * AWS services meanwhile.
 *
 * @see https://github.com/crossplane-contrib/provider-upjet-aws/releases/tag/v2.7.0
 * @see https://github.com/crossplane-contrib/provider-upjet-aws/pull/2117
 */
const awsRelease = 'v2.7.0'
/** Release of the provider for objects of other clusters. */
const kubernetesRelease = 'v1.2.1'

/** A provider and its service account, to which its role is bound. */
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
 * The family package that all AWS providers need for their ProviderConfig. It would be installed as a dependency in any
 * version, under this very name. It is named here to pin its version.
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
