import { defineConfig } from 'vitest/config'

/** Needs the program that `build` makes; started by `run`. */
export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  test: {
    include: ['test/real/argocd/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    // It names tenants and clusters: the fixtures', so that a team's own may have other names.
    env: { PADDOCK_FLEET: 'fixtures' },
    globalSetup: 'test/support/draw-fleet.ts',
    testTimeout: 120_000,
  },
})
