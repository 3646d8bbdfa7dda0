import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    setupFiles: 'test/support/plain-output.ts',
    // By default one core stays idle; on two cores that is half of the machine.
    maxWorkers: '100%',
    // Property tests and a first schema compilation take longer than the default 5 s on two busy cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'fixtures',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/real/**'],
          env: { PADDOCK_FLEET: 'fixtures' },
          globalSetup: 'test/support/draw-fleet.ts',
        },
      },
      {
        extends: true,
        // Properties of all tenants and clusters: run on the fixtures' dist, too, where each can fail.
        test: {
          name: 'own',
          isolate: false,
          testTimeout: 240_000,
          include: ['test/dist/**/*.test.ts'],
          env: { PADDOCK_FLEET: 'own' },
        },
      },
    ],
  },
})
