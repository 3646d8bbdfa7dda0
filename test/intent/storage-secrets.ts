import { exactly, type Intent, matches, oneOf, present, that } from './intent.ts'

/** Whether a PushSecret writes random values, and not a certificate. */
function isGenerated(value: Readonly<Record<string, unknown>>): boolean {
  return 'generatorRef' in (value['spec'] as { selector: object }).selector
}

const confirmed = 'Prune=confirm,Delete=confirm'

/** Volumes, passwords and certificates' copies. */
export const dataIntents: readonly Intent[] = [
  {
    of: 'StorageClass',
    in: /^(?!local)/,
    why: 'disks are encrypted, of the type that is paid for, outlive their claim, and are made where the pod is',
    settings: {
      'parameters.encrypted': 'true',
      'parameters.type': 'gp3',
      provisioner: 'ebs.csi.aws.com',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
    },
  },
  {
    of: 'composed PersistentVolume manifest',
    why: 'a tenant’s volume outlives its claim, is bound by name and by nothing else',
    settings: {
      'base.spec.forProvider.manifest.spec.persistentVolumeReclaimPolicy': 'Retain',
      'base.spec.forProvider.manifest.spec.storageClassName': '',
      'base.spec.forProvider.manifest.spec.volumeMode': 'Filesystem',
      'base.spec.forProvider.manifest.spec.claimRef.apiVersion': 'v1',
      'base.spec.forProvider.manifest.spec.claimRef.kind': 'PersistentVolumeClaim',
      'base.spec.forProvider.manifest.spec.claimRef.name': oneOf('models', 'model-cache', 'cell-files'),
      'base.spec.readiness.policy': 'SuccessfulCreate',
      'base.spec.managementPolicies': exactly('Observe', 'Create', 'Update'),
      'base.spec.forProvider.manifest.spec.accessModes': oneOf(['ReadWriteMany'], ['ReadOnlyMany']),
      'base.spec.forProvider.manifest.spec.csi?.driver': 'efs.csi.aws.com',
      'base.spec.forProvider.manifest.spec.csi?.volumeAttributes.encryptInTransit': 'true',
      'base.spec.forProvider.manifest.spec.mountOptions?': ['iam'],
      'base.spec.forProvider.manifest.spec.hostPath?': {
        path: '/mnt/k8s-disks/0/model-cache',
        type: 'DirectoryOrCreate',
      },
    },
  },
  {
    of: 'StatefulSet',
    where: ({ value }) => 'volumeClaimTemplates' in (value['spec'] as object),
    why: 'the database of a laptop keeps its disk when its pod or its set is deleted',
    settings: {
      'spec.persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Retain', whenScaled: 'Retain' },
      'spec.volumeClaimTemplates[*].spec.accessModes': ['ReadWriteOnce'],
    },
  },
  {
    of: ['PersistentVolumeClaim', 'PushSecret', 'Usage', 'CompositeResourceDefinition', 'Provider'],
    where: ({ kind, value }) => kind !== 'PushSecret' || isGenerated(value),
    why: 'data, and whatever its deletion would take with it, is deleted only after a person confirmed it',
    settings: { 'metadata.annotations[argocd.argoproj.io/sync-options]': confirmed },
  },
  {
    of: 'PersistentVolumeClaim',
    where: ({ file }) => !file.startsWith('local/'),
    why: 'a claim is bound to the volume of its tenant by name',
    settings: {
      'spec.storageClassName': '',
      'spec.volumeName': matches(/^(models|model-cache|cell)-/),
      'spec.accessModes': that(
        'many readers; one writer of models',
        (modes, { name }) =>
          JSON.stringify(modes) === (name === 'model-cache' ? '["ReadOnlyMany"]' : '["ReadWriteMany"]'),
      ),
    },
  },
  {
    of: 'Usage',
    why: 'Crossplane refuses to delete a claim of data; the message says which data that is',
    settings: { 'spec.reason': present, 'spec.of.apiVersion': 'paddock.dev/v1alpha1' },
  },
  {
    of: 'Password',
    why: '48 letters and digits are 280 bits; symbols would have to be escaped in URLs',
    settings: {
      'spec.length': oneOf(48, 64),
      'spec.symbols': 0,
      'spec.digits': 8,
      'spec.noUpper': false,
      'spec.allowRepeat': true,
    },
  },
  {
    of: 'Password',
    in: /\/tenants\//,
    why: 'a password for each purpose: one that leaks opens one thing; the cache has a next one, for a change without a gap',
    settings: {
      'spec.secretKeys': that<readonly string[]>(
        'of a tenant',
        (keys) =>
          [
            'admin-password',
            'bus-password',
            'database-migrate-password',
            'database-password',
            'webui-secret-key',
          ].every((one) => keys.includes(one)) &&
          keys.includes('cache-password') === keys.includes('cache-password-next'),
      ),
    },
  },
  {
    of: 'PushSecret',
    why: 'a secret in Secrets Manager is never overwritten by a new random one, and stays if its object goes',
    settings: {
      'spec.updatePolicy': that(
        'IfNotExists of what is generated, Replace of certificates',
        (policy, { value }) => policy === (isGenerated(value) ? 'IfNotExists' : 'Replace'),
      ),
      'spec.deletionPolicy': 'None',
      'spec.refreshInterval': '1h0m0s',
      'spec.data[*].metadata.spec.secretPushFormat?': 'string',
      'spec.data[*].metadata.apiVersion': 'kubernetes.external-secrets.io/v1alpha1',
      'spec.data[*].metadata.kind': 'PushSecretMetadata',
      'spec.data': that<readonly unknown[]>(
        'one text; of a certificate two',
        (list, { value }) => list.length === (isGenerated(value) ? 1 : 2),
      ),
      'spec.secretStoreRefs[*].kind': 'SecretStore',
      'spec.data[*].match.remoteRef.remoteKey': matches(/^tenant-[a-z0-9-]+-(secrets|certificates?)/),
    },
  },
  {
    of: 'ExternalSecret',
    why: 'a Secret stays while its source is unreachable; what is generated once is not generated again',
    settings: {
      'spec.target.creationPolicy': that(
        'Owner; of a standby’s certificate, which cert-manager takes over, Orphan',
        (policy, { name }) => policy === (name === 'tls' ? 'Orphan' : 'Owner'),
      ),
      'spec.target.deletionPolicy': 'Retain',
      'spec.refreshInterval': that('never of a generator, else within the hour', (interval, { value }) =>
        'dataFrom' in (value['spec'] as object)
          ? interval === '0s'
          : ['1m0s', '1h0m0s'].includes(String(interval)),
      ),
      'spec.data?[*].secretKey': present,
      'spec.data?[*]': that<{ secretKey: string; remoteRef: { property: string } }>(
        'one key of the source',
        ({ secretKey, remoteRef }) =>
          secretKey === remoteRef.property ||
          secretKey.endsWith(`-${remoteRef.property}`) ||
          secretKey === `${remoteRef.property}-bucket` ||
          /^tls\./.test(secretKey),
      ),
    },
  },
  {
    of: ['SecretStore', 'ClusterSecretStore'],
    why: 'a store is read by the account of its namespace, over TLS that the cluster’s own authority proves',
    settings: {
      'spec.provider.aws?.service': 'SecretsManager',
      'spec.provider.aws?.auth.jwt.serviceAccountRef.name': 'secrets-reader',
      'spec.provider.kubernetes?.server.url': 'https://kubernetes.default.svc',
      'spec.provider.kubernetes?.server.caProvider.type': 'ConfigMap',
      'spec.provider.kubernetes?.server.caProvider.name': 'kube-root-ca.crt',
      'spec.provider.kubernetes?.server.caProvider.key': 'ca.crt',
    },
  },
  {
    of: 'ClusterSecretStore',
    why: 'a cell’s addresses are read by the namespaces of its tenants and by no other',
    settings: {
      'spec.conditions': that(
        'the tenants of its own cell',
        (conditions, { name }) =>
          JSON.stringify(conditions) ===
          JSON.stringify([
            { namespaceSelector: { matchLabels: { 'paddock.dev/cell': name.replace(/^cell-/, '') } } },
          ]),
      ),
      'spec.provider.kubernetes.remoteNamespace': 'paddock-data',
    },
  },
]
