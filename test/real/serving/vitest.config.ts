import { defineConfig } from 'vitest/config'

/** Needs the programs that `build` makes; started by `run`. */
const root = new URL('../../..', import.meta.url).pathname

export default defineConfig({
  root,
  test: {
    include: ['test/real/serving/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
})
