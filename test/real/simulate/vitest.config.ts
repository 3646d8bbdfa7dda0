import { defineConfig } from 'vitest/config'

/** Needs the servers that test/real/cluster/build makes; started by `run`. */
const root = new URL('../../..', import.meta.url).pathname

export default defineConfig({
  root,
  test: {
    include: ['test/real/simulate/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    testTimeout: 300_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
