import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runScript, scratchFolder } from './script.ts'

/** Replaces Python and Alembic: records its folder, user and arguments, and fails on request. */
const fakeProgram = `#!/usr/bin/env bash
what="\${0##*/} \${1##*/} \${*:2}"
printf '%s | %s | %s | %s\\n' "\${PWD#"$ROOT"}" "$what" "$DATABASE_URL" "\${ENABLE_DB_MIGRATIONS:-unset}" >> "$NOTES"
[[ "$what" != *"$FAILS"* ]]
`

async function migrate(fails = 'nothing at all') {
  const root = scratchFolder()
  const notes = join(root, 'notes')
  writeFileSync(notes, '')
  mkdirSync(join(root, 'bin'))
  mkdirSync(join(root, 'backend/open_webui'), { recursive: true })
  for (const name of ['python', 'alembic']) {
    writeFileSync(join(root, 'bin', name), fakeProgram)
    chmodSync(join(root, 'bin', name), 0o755)
  }
  const { code } = await runScript('charts/tenant/open-webui/migrate.sh', {
    PATH: `${root}/bin:${process.env['PATH']}`,
    ROOT: root,
    NOTES: notes,
    FAILS: fails,
    BACKEND_DIR: join(root, 'backend'),
    DATABASE_URL: 'of-the-application',
    MIGRATE_DATABASE_URL: 'of-the-migration',
    // As the pod has it: what imports the application must not migrate, as the wrong role.
    ENABLE_DB_MIGRATIONS: 'false',
    VERSION: '1.2.3',
    WAIT_SECONDS: '1',
  })
  const steps = readFileSync(notes, 'utf8').trim().split('\n')
  // The first runs wherever the pod starts.
  return { code, steps: steps.map((step) => step.replace(process.cwd(), '')) }
}

const waited = ' | python schema-mark.py wait-for-database | of-the-application | false'
const migrated = '/backend/open_webui | alembic upgrade head | of-the-migration | false'
const dropped = ' | python vector-index.py  | of-the-application | false'
const vectors =
  '/backend | python -c from open_webui.retrieval.vector.dbs.pgvector import PgvectorClient as Client; Client() | of-the-application | false'
const marked = ' | python schema-mark.py set | of-the-migration | false'

test('tables are the migration’s, the vector table the application’s, and the mark comes last', async () => {
  expect(await migrate()).toEqual({ code: 0, steps: [waited, migrated, dropped, vectors, marked] })
})

test.each([
  ['no database', 'wait-for-database', [waited]],
  ['a migration that fails', 'upgrade head', [waited, migrated]],
  ['an index that cannot be dropped', 'vector-index', [waited, migrated, dropped]],
  ['no vector table', 'PgvectorClient', [waited, migrated, dropped, vectors]],
])('%s: no step after it, no mark, and the Job fails', async (_, fails, steps) => {
  const outcome = await migrate(fails)
  expect(outcome.steps).toEqual(steps)
  expect(outcome.code).not.toBe(0)
})
