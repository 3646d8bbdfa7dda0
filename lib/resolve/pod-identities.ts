import { exportAccount } from './export-names.ts'

/** Service account of the Job that fills a tenant's volume with models. */
export const fillAccount = 'fill-models'

/** A service account of a tenant's namespace that calls AWS, and the role of the region that it does so under. */
export interface PodIdentity {
  readonly serviceAccount: string
  /** Its name in the environment of the region's cluster: `roles.<role>`. */
  readonly role: 'tenant' | 'models'
}

const openWebui: PodIdentity = { serviceAccount: 'open-webui', role: 'tenant' }

/**
 * The accounts of a tenant that have an association, each of which counts against the cluster's quota. A leaving tenant
 * needs no models, but exports its data.
 */
export function identitiesOf(tenant: 'staying' | 'leaving'): readonly PodIdentity[] {
  return [
    openWebui,
    tenant === 'staying'
      ? { serviceAccount: fillAccount, role: 'models' }
      : { serviceAccount: exportAccount, role: 'tenant' },
  ]
}

/** Most associations that a tenant has at a time. */
export const identitiesPerTenant = Math.max(
  ...(['staying', 'leaving'] as const).map((one) => identitiesOf(one).length),
)
