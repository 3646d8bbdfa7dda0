import { imageReference } from '../../../lib/catalog/images.ts'

/** Image of the core and of the RBAC manager: one program. */
export const image = imageReference('crossplane')
/** Account of the core's pods; upstream's packages know it by this name. */
export const coreName = 'crossplane'
export const rbacManagerName = 'rbac-manager'
/** Numeric user of the image. */
export const user = 65_532
/** Service by which the API server asks about deletions of what is in use. */
export const webhookService = 'crossplane-webhooks'

export const ports = { webhooks: 9443, health: 8081, metrics: 8080 } as const

/** Secrets of its certificates, which it makes itself before it first runs. */
export const tlsSecrets = {
  ca: 'crossplane-root-ca',
  server: 'crossplane-tls-server',
  client: 'crossplane-tls-client',
} as const
