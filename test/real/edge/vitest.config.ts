import { defineConfig } from 'vitest/config'

/** Needs the network and the mounts that `run` makes. */
const root = new URL('../../..', import.meta.url).pathname

export default defineConfig({
  root,
  test: {
    setupFiles: 'test/support/plain-output.ts',
    include: ['test/real/edge/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
