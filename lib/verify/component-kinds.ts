/** Kinds that components bring and checks read: the fields that are read. Their full types are the components' own. */
export type ComponentKind = ClusterSecretStore | Provider

interface Provider {
  apiVersion: 'pkg.crossplane.io/v1'
  kind: 'Provider'
  spec: { package: string }
}

interface ClusterSecretStore {
  apiVersion: 'external-secrets.io/v1'
  kind: 'ClusterSecretStore'
  spec: {
    provider: { kubernetes?: { auth?: { serviceAccount?: { name: string; namespace?: string } } } }
  }
}
