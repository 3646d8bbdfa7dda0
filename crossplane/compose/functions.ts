/** Composition functions; versions as read on 2026-11 from their repositories' releases. */
export const functions = {
  environmentConfigs: {
    name: 'function-environment-configs',
    package: 'xpkg.crossplane.io/crossplane-contrib/function-environment-configs:v0.7.3',
  },
  patchAndTransform: {
    name: 'function-patch-and-transform',
    package: 'xpkg.crossplane.io/crossplane-contrib/function-patch-and-transform:v0.10.9',
  },
  autoReady: {
    name: 'function-auto-ready',
    package: 'xpkg.crossplane.io/crossplane-contrib/function-auto-ready:v0.7.0',
  },
} as const
