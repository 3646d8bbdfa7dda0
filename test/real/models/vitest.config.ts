import { defineConfig } from 'vitest/config'

/** Needs the llama-server that test/real/app/build brings. */
export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  test: {
    setupFiles: 'test/support/plain-output.ts',
    include: ['test/real/models/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
