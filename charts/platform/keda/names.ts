import { podField, probesOf } from '../../kit/workload.ts'

/** Names of the Deployments, of their Services and of their accounts. */
export const names = {
  operator: 'keda-operator',
  metricsApi: 'keda-metrics-apiserver',
  webhooks: 'keda-admission-webhooks',
} as const

/** Ports. The region's security groups admit the control plane at the first two. */
export const ports = { metricsApi: 6443, webhooks: 9443, grpc: 9666, metrics: 8080, health: 8081 } as const

/** `nonroot` of the images. */
export const user = 65532

/** Secret of the certificate with which the three processes authenticate to each other and to the API server. */
export const certificate = 'keda-certificate'
const certificateFolder = '/certs'

/** Folder, volume and mount of the certificate in a process. */
export const certificateOf = {
  folder: certificateFolder,
  volumes: [{ name: 'certificate', secret: { secretName: certificate } }],
  mounts: [{ mountPath: certificateFolder, name: 'certificate', readOnly: true }],
} as const

/** Environment of the processes. An empty value for the namespace to watch means all namespaces. */
export const environment = [
  podField('POD_NAMESPACE', 'metadata.namespace'),
  { name: 'KEDA_SERVICE_MIN_TLS_VERSION', value: 'TLS13' },
  { name: 'WATCH_NAMESPACE', value: '' },
]

/** Log settings. */
export const logs = ['--zap-log-level=info', '--zap-encoder=json', '--zap-time-encoding=rfc3339']

/** Port at which the operator and the webhooks report that they are alive and ready. */
export const healthProbes = probesOf(
  { httpGet: { path: '/healthz', port: 'health' } },
  { httpGet: { path: '/readyz', port: 'health' } },
)
