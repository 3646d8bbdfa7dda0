import { packageReference } from '../../lib/catalog/packages.ts'

const named = (name: string) => ({ name, package: packageReference(name) })

/** Composition functions. */
export const functions = {
  environmentConfigs: named('function-environment-configs'),
  patchAndTransform: named('function-patch-and-transform'),
  autoReady: named('function-auto-ready'),
} as const
