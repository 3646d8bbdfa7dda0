import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  test: {
    include: ['test/real/crossplane/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    globalSetup: 'test/real/crossplane/setup.ts',
    // A claim is reconciled up to eight times, a tenth of a second each, beside others.
    testTimeout: 120_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
})
