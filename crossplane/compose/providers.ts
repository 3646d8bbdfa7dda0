import { packageReference } from '../../lib/catalog/packages.ts'

/** A provider and the service account under which it runs, to which its role is bound. */
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
 * What all AWS providers need: their ProviderConfig. It would come along as a dependency of any version, under this
 * very name; named here, it is pinned.
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
