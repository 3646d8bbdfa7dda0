import { databaseName } from '../../../lib/resolve/database.ts'
import { inDebian } from '../data/debian.ts'
import type { Cell } from './cell.ts'

/** Runs statements in the cell's database as its administrator, whom no policy restricts; the rows, one a line. */
export async function sql(
  { database, passwords }: Cell,
  ...statements: readonly string[]
): Promise<string[]> {
  const { code, out, err } = await inDebian(
    'postgres',
    [
      ...['psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', database, '-d', databaseName],
      ...statements.flatMap((one) => ['-c', one]),
    ],
    { PGPASSWORD: passwords.database },
  )
  if (code !== 0) throw new Error(err)
  return out.split('\n').filter(Boolean)
}
