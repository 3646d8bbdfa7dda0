import { defineConfig } from 'vitest/config'

/** Needs the servers that `build` makes; started by `run`. */
const root = new URL('../../..', import.meta.url).pathname

export default defineConfig({
  root,
  test: {
    include: ['test/real/cluster/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
})
