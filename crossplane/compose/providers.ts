import { packageReference } from '../../lib/catalog/packages.ts'

/** A provider and its service account, to which its role is bound. */
export interface ProviderPackage {
  readonly name: string
  readonly package: string
}

/** The provider of an AWS service. @see https://github.com/crossplane-contrib/provider-upjet-aws */
export function awsProvider(service: string): ProviderPackage {
  const name = `provider-aws-${service}`
  return { name, package: packageReference(name) }
}

/**
 * The family package that all AWS providers need for their ProviderConfig. It would be installed as a dependency in any
 * version, under this very name. It is named here to pin its version.
 */
export const awsFamily: ProviderPackage = {
  name: 'crossplane-contrib-provider-family-aws',
  package: packageReference('provider-family-aws'),
}

/** The provider that writes into the regions' clusters. */
export const kubernetesProvider: ProviderPackage = {
  name: 'provider-kubernetes',
  package: packageReference('provider-kubernetes'),
}

/** Namespace of Crossplane's own pods, of the providers and of connection Secrets. */
export const crossplaneNamespace = 'crossplane-system'
