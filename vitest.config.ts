import { configDefaults, defineConfig } from 'vitest/config'

/** Tests of what any specs come to: of the fixtures' dist and, a second time, of the repository's own. */
const ofAnyFleet = ['test/dist/**/*.test.ts', 'test/own/**/*.test.ts']

export default defineConfig({
  test: {
    // Property tests and a first schema compilation take longer than the default 5 s on two busy cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'fixtures',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/real/**', 'test/own/**'],
          env: { PADDOCK_FLEET: 'fixtures' },
          globalSetup: 'test/support/draw-fleet.ts',
        },
      },
      {
        extends: true,
        test: { name: 'own', include: ofAnyFleet, env: { PADDOCK_FLEET: 'own' } },
      },
    ],
  },
})
