import { defineConfig } from 'vitest/config'

/** Tests that need more than Node; each suite is started by its own `run`, which brings the servers. */
const root = new URL('../..', import.meta.url).pathname

export default defineConfig({
  root,
  test: {
    include: ['test/real/data/*.test.ts', 'test/data/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    globalSetup: 'test/real/data/setup.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
