import { defineConfig } from 'vitest/config'

/** What needs more than Node; each suite is started by its own `run`, which brings the servers. */
export default defineConfig({
  test: {
    include: ['test/real/data/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
