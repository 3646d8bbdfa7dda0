import { defineConfig } from 'vitest/config'

/** Needs the programs that `build` brings, and the network that `run` makes. */
const root = new URL('../../..', import.meta.url).pathname

export default defineConfig({
  root,
  test: {
    setupFiles: 'test/support/plain-output.ts',
    include: ['test/real/app/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 900_000,
    fileParallelism: false,
  },
})
