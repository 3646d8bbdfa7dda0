import { readdirSync, readFileSync } from 'node:fs'
import { configDefaults, defineConfig } from 'vitest/config'

/** Files that put something else in a module's place: each runs in a process of its own. */
const replacing = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.test.ts') && !path.startsWith('test/real/'))
  .filter((path) =>
    /\bvi\.(?:mock|doMock|stubGlobal|stubEnv|useFakeTimers)\(/.test(readFileSync(path, 'utf8')),
  )
  .sort()

/** Settings of a run on the fixtures. */
const fixtures = { env: { PADDOCK_FLEET: 'fixtures' }, globalSetup: 'test/support/draw-fleet.ts' }

export default defineConfig({
  test: {
    experimental: { fsModuleCache: true },
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
          ...fixtures,
          name: 'fixtures',
          // Two hundred processes would each load the charts and compile the schemas again.
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/real/**', ...replacing],
        },
      },
      {
        extends: true,
        test: {
          ...fixtures,
          name: 'replacing',
          include: replacing,
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
