import type { KubeObject } from '../../kube/object.ts'
import { type Named, named, type Reference } from './reference.ts'

/** Names in kinds of External Secrets: their stores, their service account, and the generators of values. */
export const secretReferences = {
  ClusterSecretStore: clusterStore,
  ExternalSecret: externalSecret,
  PushSecret: pushSecret,
  SecretStore: store,
}

function externalSecret(object: KubeObject, namespace: string): Reference[] {
  const { secretStoreRef, dataFrom = [] } = object['spec'] as {
    secretStoreRef?: { kind?: string; name?: string }
    dataFrom?: { sourceRef?: { generatorRef?: Named } }[]
  }
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
}

function pushSecret(object: KubeObject, namespace: string): Reference[] {
  const { secretStoreRefs, selector } = object['spec'] as {
    secretStoreRefs: { name: string }[]
    selector: { generatorRef?: Named; secret?: { name: string } }
  }
  const { generatorRef, secret } = selector
  return [
    ...secretStoreRefs.map(({ name }) => named('spec.secretStoreRefs', 'SecretStore', namespace, name)),
    ...(generatorRef
      ? [named('spec.selector.generatorRef', generatorRef.kind, namespace, generatorRef.name)]
      : []),
    ...(secret ? [named('spec.selector.secret', 'Secret', namespace, secret.name)] : []),
  ]
}

function store(object: KubeObject, namespace: string): Reference[] {
  const { aws, kubernetes } = providerOf(object)
  const ofAws = aws?.auth?.jwt?.serviceAccountRef
  const ofKubernetes = kubernetes?.auth?.serviceAccount
  return [
    ...(ofAws ? [named('spec.provider.aws.auth', 'ServiceAccount', namespace, ofAws.name)] : []),
    ...(ofKubernetes
      ? [named('spec.provider.kubernetes.auth', 'ServiceAccount', namespace, ofKubernetes.name)]
      : []),
  ]
}

/** It has no namespace, so it says which one its account is of. */
function clusterStore(object: KubeObject): Reference[] {
  const account = providerOf(object).kubernetes?.auth?.serviceAccount
  return account
    ? [named('spec.provider.kubernetes.auth', 'ServiceAccount', account.namespace ?? '', account.name)]
    : []
}

function providerOf(object: KubeObject) {
  const { provider } = object['spec'] as {
    provider: {
      aws?: { auth?: { jwt?: { serviceAccountRef?: { name: string } } } }
      kubernetes?: { auth?: { serviceAccount?: { name: string; namespace?: string } } }
    }
  }
  return provider
}
