import { defineConfig } from 'vitest/config'

/** Needs the servers that the `build` of Argo CD and of the control plane make; started by `run`. */
export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  test: {
    include: ['test/real/sync/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    // Each wait has a limit of its own; machines differ by a factor of four.
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
})
