import { named, ofKind } from './reference.ts'

const version = 'external-secrets.io/v1'

/** Names in kinds of External Secrets: stores, accounts and generators. */
export const secretReferences = {
  /** It has no namespace of its own, so it names that of its account. */
  ClusterSecretStore: ofKind(version, 'ClusterSecretStore', ({ spec }) => {
    const account = spec.provider.kubernetes?.auth?.serviceAccount
    return account
      ? [named('spec.provider.kubernetes.auth', 'ServiceAccount', account.namespace ?? '', account.name)]
      : []
  }),
  ExternalSecret: ofKind(version, 'ExternalSecret', ({ spec }, namespace) => {
    const { secretStoreRef, dataFrom = [] } = spec
    const { kind = 'SecretStore', name } = secretStoreRef ?? {}
    return [
      ...(name
        ? [named('spec.secretStoreRef', kind, kind === 'ClusterSecretStore' ? '' : namespace, name)]
        : []),
      ...dataFrom.flatMap(({ sourceRef }, index) => {
        const generator = sourceRef?.generatorRef
        return generator ? [named(`spec.dataFrom[${index}]`, generator.kind, namespace, generator.name)] : []
      }),
    ]
  }),
  PushSecret: ofKind('external-secrets.io/v1alpha1', 'PushSecret', ({ spec }, namespace) => {
    const { generatorRef, secret } = spec.selector
    return [
      ...spec.secretStoreRefs.flatMap(({ name }) =>
        name ? [named('spec.secretStoreRefs', 'SecretStore', namespace, name)] : [],
      ),
      ...(generatorRef
        ? [named('spec.selector.generatorRef', generatorRef.kind, namespace, generatorRef.name)]
        : []),
      ...(secret?.name ? [named('spec.selector.secret', 'Secret', namespace, secret.name)] : []),
    ]
  }),
  SecretStore: ofKind(version, 'SecretStore', ({ spec: { provider } }, namespace) => {
    const ofAws = provider.aws?.auth?.jwt?.serviceAccountRef
    const ofKubernetes = provider.kubernetes?.auth?.serviceAccount
    return [
      ...(ofAws ? [named('spec.provider.aws.auth', 'ServiceAccount', namespace, ofAws.name)] : []),
      ...(ofKubernetes
        ? [named('spec.provider.kubernetes.auth', 'ServiceAccount', namespace, ofKubernetes.name)]
        : []),
    ]
  }),
}
