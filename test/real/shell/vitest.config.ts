import { defineConfig } from 'vitest/config'

/** Scripts that run in pods, started as pods start them. */
export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  test: {
    include: ['test/real/shell/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    testTimeout: 60_000,
  },
})
