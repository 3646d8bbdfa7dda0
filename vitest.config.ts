import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    exclude: ['test/real/**'],
    // Property tests and a first schema compilation take longer than the default 5 s on two busy cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
