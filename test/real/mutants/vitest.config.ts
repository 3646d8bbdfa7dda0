import { defineConfig } from 'vitest/config'

/** Started by `run`. */
export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  test: {
    include: ['test/real/mutants/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    env: { PADDOCK_FLEET: 'fixtures' },
    globalSetup: 'test/support/draw-fleet.ts',
    testTimeout: 3_600_000,
  },
})
