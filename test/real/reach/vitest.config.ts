import { defineConfig } from 'vitest/config'

/** Needs the program that `build` makes; started by `run`. */
export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  test: {
    include: ['test/real/reach/*.test.ts'],
    setupFiles: 'test/support/plain-output.ts',
    testTimeout: 300_000,
  },
})
