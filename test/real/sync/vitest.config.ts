import { defineConfig } from 'vitest/config'

/** Needs the servers that the `build` of Argo CD and of the control plane make; started by `run`. */
export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  test: {
    include: ['test/real/sync/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
