import { onlyReference } from '../../../lib/catalog/images.ts'
import images from './images.json' with { type: 'json' }

/** Image of the core and of the RBAC manager. Both are one program. */
export const image = onlyReference(images.crossplane)
/** Service account of the core's pods. Upstream's packages expect this name. */
export const coreName = 'crossplane'
export const rbacManagerName = 'rbac-manager'
/** Numeric user of the image. */
export const user = 65_532
/** Service through which the API server asks about the deletion of objects in use. */
export const webhookService = 'crossplane-webhooks'

export const ports = { webhooks: 9443, health: 8081, metrics: 8080 } as const

/** Secrets with the core's certificates. Its initialisation creates them before the first start. */
export const tlsSecrets = {
  ca: 'crossplane-root-ca',
  server: 'crossplane-tls-server',
  client: 'crossplane-tls-client',
} as const
