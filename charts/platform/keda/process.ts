import { podField, probesOf } from '../../kit/workload.ts'
import { certificate } from './names.ts'

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
