import { platform } from './names.ts'

/** The pods that answer names in every cluster, and their ports. */
export const nameService = {
  namespace: 'kube-system',
  labels: { 'k8s-app': 'kube-dns' },
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
} as const

/** The blackbox exporter, which asks the addresses of Probes: its Service, and the name label of its pods. */
export const prober = { namespace: platform.monitoring, name: 'blackbox-exporter', port: 9115 } as const

/** Addresses of the machine itself, the metadata service among them. @see https://www.rfc-editor.org/rfc/rfc3927 */
export const linkLocalAddresses = '169.254.0.0/16'
