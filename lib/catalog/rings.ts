/** Versions of the application and the model server that a ring of tenants runs. */
export interface RingVersions {
  readonly openWebui: string
  readonly ollama: string
}

/** The order in which a release moves: each ring's tenants vouch for it to the next. */
export const ringNames = ['canary', 'early', 'general'] as const
/** A release ring. */
export type Ring = (typeof ringNames)[number]

/**
 * Versions that each ring runs. To promote a release or to roll it back, change one line here;
 * `lib/catalog/images.json` must list the versions.
 */
export const rings: Record<Ring, RingVersions> = {
  canary: { openWebui: '0.12.4', ollama: '0.34.2' },
  early: { openWebui: '0.12.4', ollama: '0.33.0' },
  general: { openWebui: '0.12.4', ollama: '0.33.0' },
}
