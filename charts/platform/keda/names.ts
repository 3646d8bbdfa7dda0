import { podField, probesOf } from '../../kit/workload.ts'

/** Names of the Deployments, of their Services and of their accounts. */
export const names = {
  operator: 'keda-operator',
  metricsApi: 'keda-metrics-apiserver',
  webhooks: 'keda-admission-webhooks',
} as const

/** Where they listen; the region's security groups let the control plane in at the first two. */
export const ports = { metricsApi: 6443, webhooks: 9443, grpc: 9666, metrics: 8080, health: 8081 } as const

/** `nonroot` of the images. */
export const user = 65532

/** Secret of the certificate by which the three know each other and the API server knows them. */
export const certificate = 'keda-certificate'
const certificateFolder = '/certs'

/** How a process comes to the certificate. */
export const certificateOf = {
  folder: certificateFolder,
  volumes: [{ name: 'certificate', secret: { secretName: certificate } }],
  mounts: [{ mountPath: certificateFolder, name: 'certificate', readOnly: true }],
} as const

/** What they take from their surroundings; an empty namespace to watch means all. */
export const environment = [
  podField('POD_NAMESPACE', 'metadata.namespace'),
  { name: 'KEDA_SERVICE_MIN_TLS_VERSION', value: 'TLS13' },
  { name: 'WATCH_NAMESPACE', value: '' },
]

/** How they write their logs. */
export const logs = ['--zap-log-level=info', '--zap-encoder=json', '--zap-time-encoding=rfc3339']

/** At which the operator and the webhooks say that they live and are ready. */
export const healthProbes = probesOf(
  { httpGet: { path: '/healthz', port: 'health' } },
  { httpGet: { path: '/readyz', port: 'health' } },
)
