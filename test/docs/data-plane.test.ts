import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  countedConnections,
  databaseInstanceNames,
  databaseInstances,
  maxConnections,
} from '../../lib/catalog/data-instances.ts'
import { GiB } from '../../lib/catalog/units.ts'
import { neededConnections } from '../../lib/resolve/cell-plane.ts'
import { connectionLimit, connectionsPerProcess, migrateConnectionLimit } from '../../lib/resolve/database.ts'
import { openWebuiProcesses } from '../../lib/resolve/open-webui-scale.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import { tenant } from '../../lib/spec/index.ts'
import acme from '../fleet/tenants/acme.ts'
import globex from '../fleet/tenants/globex.ts'

const doc = readFileSync(new URL('../../docs/data-plane.md', import.meta.url), 'utf8')
/** Cells of each row of each table. */
const rows = doc
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
const plain = tenant({ id: 'x1', tier: 'standard', cell: 'c1', contacts: { owner: 'a@b.example' } })

test('the connections of a process and of each tenant are those that are resolved', () => {
  expect(doc).toContain(`opens at most ${connectionsPerProcess}:`)
  for (const [name, spec] of [
    ['default:', plain],
    [`premium, ${acme.expectedUsers} users`, acme],
    [`standard, ${globex.expectedUsers} users`, globex],
  ] as const) {
    const row = rows.find(([, first]) => first?.startsWith(name))
    expect([name, row?.[2], row?.[3]]).toEqual([
      name,
      String(openWebuiProcesses(completeTenant(spec))),
      `${connectionLimit(completeTenant(spec))} + ${migrateConnectionLimit}`,
    ])
  }
})

test('each class stands in the table, with what it accepts', () => {
  for (const name of databaseInstanceNames) {
    const row = rows.find(([, first]) => first?.split(', ').includes(name)) ?? []
    const each = connectionLimit(completeTenant(plain)) + migrateConnectionLimit
    const tenants = Math.floor((countedConnections(name) - neededConnections(0)) / each)
    expect([name, ...row.slice(2, 6).map((cell) => cell.replaceAll(',', '').split(' ')[0])]).toEqual([
      name,
      String(databaseInstances[name].memoryBytes / GiB),
      String(maxConnections(name)),
      String(countedConnections(name)),
      String(tenants),
    ])
  }
})
