import type { Volume, VolumeMount } from './types/kubernetes.ts'

const name = 'api-token'

/**
 * Volume of a pod that calls the API server. It has the content of the kubelet's default mount, with a token that
 * expires after an hour.
 */
export const apiTokenVolume: Volume = {
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3600, path: 'token' } },
      { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
      { downwardAPI: { items: [{ fieldRef: { fieldPath: 'metadata.namespace' }, path: 'namespace' }] } },
    ],
  },
}

/** Path at which clients of Kubernetes look for the token. */
export const apiTokenMount: VolumeMount = {
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  name,
  readOnly: true,
}
