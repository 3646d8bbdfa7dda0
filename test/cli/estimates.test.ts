import { join } from 'node:path'
import { x } from 'tinyexec'
import { describe, expect, test } from 'vitest'
import { repository, subject, tenantFile, workspace } from '../support/workspace.ts'

async function paddock(root: string, ...args: string[]) {
  const { exitCode, stdout, stderr } = await x('node', [
    join(repository, 'lib/cli/paddock.js'),
    '--root',
    root,
    ...args,
  ])
  return { code: exitCode, out: stdout, err: stderr }
}

describe('paddock cost', () => {
  test('prints each cluster, cell and tenant, and the same figures as JSON', async () => {
    const { code, out } = await paddock(subject, 'cost')
    expect(code).toBe(0)
    for (const name of ['us-east-1', 'us-east-1-a', 'us-west-2', 'hub', 'acme', 'cascadia-bank']) {
      expect(out).toMatch(new RegExp(`^ *${name} `, 'm'))
    }
    expect(out).not.toMatch(/^local|^demo/m)
    const json = JSON.parse((await paddock(subject, 'cost', '--json')).out) as { usdPerMonth: number }
    const shown = /^total .* ([\d,.]+)$/m.exec(out)?.[1]?.replaceAll(',', '')
    expect(json.usdPerMonth.toFixed(2)).toBe(shown)
  })

  test('a tenant’s lines sum to its own part', async () => {
    const { out } = await paddock(subject, 'cost', '--tenant', 'acme', '--json')
    const { lines, ownUsdPerMonth } = JSON.parse(out) as {
      lines: { quantity: number; usdPerUnit: number }[]
      ownUsdPerMonth: number
    }
    const sum = lines.reduce((part, one) => part + one.quantity * one.usdPerUnit, 0)
    expect(sum).toBeCloseTo(ownUsdPerMonth, 6)
  })

  test('an unknown tenant, an unknown assumption and a value that is none are wrong use', async () => {
    expect(await paddock(subject, 'cost', '--tenant', 'acmee')).toMatchObject({ code: 2, out: '' })
    const unknown = await paddock(subject, 'cost', '--assume', 'spot=1')
    expect(unknown.code).toBe(2)
    expect(unknown.err).toContain('No such assumption; one of hoursPerMonth,')
    expect((await paddock(subject, 'cost', '--assume', 'hubNodes=-1')).code).toBe(2)
  })

  test('specs that contradict each other have no cost', async () => {
    const root = workspace({
      'tenants/wonka.ts': tenantFile(
        `id: 'wonka', tier: 'standard', cell: 'nowhere', contacts: { owner: 'a@b.example' },`,
      ),
    })
    const { code, out, err } = await paddock(root, 'cost')
    expect(code).toBe(1)
    expect(err).toContain('(unknown-cell)')
    expect(out).toBe('1 error; fix them\n')
    const json = await paddock(root, 'cost', '--json')
    expect(JSON.parse(json.out)).toMatchObject({ findings: [{ code: 'unknown-cell' }] })
  })
})

describe('paddock capacity', () => {
  test('prints each place with what ends first, and what a thousand tenants need', async () => {
    const { code, out } = await paddock(subject, 'capacity')
    expect(code).toBe(0)
    expect(out).toMatch(/^cell us-east-1-a: \d+ tenants; \d+ more of the median size fit, .* first$/m)
    expect(out).toMatch(/^region us-west-2: /m)
    expect(out).toMatch(/^1000 tenants, each as the present ones on average/m)
  })

  test('one cell, with its cluster and region and nothing else', async () => {
    const { out } = await paddock(subject, 'capacity', '--cell', 'us-west-2-a', '--json')
    const { scopes } = JSON.parse(out) as { scopes: { kind: string; name: string }[] }
    expect(scopes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'cell us-west-2-a',
      'cluster us-west-2',
      'region us-west-2',
      'account AWS',
    ])
  })

  test('an unknown cell and a number that is none are wrong use', async () => {
    const { code, err } = await paddock(subject, 'capacity', '--cell', 'us-west-2-b')
    expect(code).toBe(2)
    expect(err).toMatch(/^no cell "us-west-2-b"; there are local-a, us-east-1-a, us-west-2-a/)
    expect((await paddock(subject, 'capacity', '--tenants', '1.5')).code).toBe(2)
  })
})

describe('paddock drill', () => {
  test('walks through the failover and prints each target', async () => {
    const { code, out } = await paddock(subject, 'drill')
    expect(code).toBe(0)
    expect(out).toContain("us-east-1 is lost: in clusters/us-east-1.ts, servedFrom: 'us-west-2',")
    expect(out).toContain('everything that us-west-2 needs is in its dist already')
    for (const target of ['RTO standard tenants', 'RTO database', 'RPO models']) expect(out).toContain(target)
    const json = JSON.parse((await paddock(subject, 'drill', '--json')).out) as { targets: unknown[] }
    expect(json.targets.length).toBe(10)
  })

  test('a cluster that replicates nothing is wrong use', async () => {
    expect(await paddock(subject, 'drill', '--from', 'us-west-2')).toMatchObject({
      code: 2,
      out: '',
      err: 'no cluster "us-west-2" replicates its cells; us-east-1 does\n',
    })
  })
})
