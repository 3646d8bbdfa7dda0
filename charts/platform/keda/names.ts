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
