import { describe, expect, test } from 'vitest'
import { full, layOut, short } from '../../lib/cli/plan-page.ts'
import { planMarkdown, planText } from '../../lib/cli/plan-print.ts'
import { openFolder } from '../../lib/plan/changes.ts'
import { withoutTenant, withTenant } from '../../lib/plan/fold.ts'
import { changesOf, thing } from '../support/change.ts'
import { report } from '../support/plan-report.ts'

const colors = new Proxy({}, { get: () => String }) as never
/** Three objects a tenant, each with a field of its own that differs between tenants. */
function fleetChanges(tenants: number) {
  const folder = openFolder()
  for (let index = 0; index < tenants; index += 1) {
    const tenant = `tenant-${index}`
    const objects = (ring: string, image: string, pods: number) =>
      ['Deployment', 'Service', 'ConfigMap', 'Role'].map((kind, at) =>
        thing('v1', kind, `${kind.toLowerCase()}-${tenant}`, {
          metadata: { namespace: `tenant-${tenant}`, labels: { ring } },
          spec: at === 0 ? { image, host: `chat.${tenant}.example` } : at === 1 ? { pods } : {},
        }),
      )
    for (const change of changesOf(objects('general', 'x:1', index), objects('early', 'x:2', index + 1), {
      cluster: `c-${index % 2}`,
      tenant,
    }))
      folder.add(change)
  }
  return folder.groups()
}

describe('a thousand tenants that change alike', () => {
  const groups = fleetChanges(1000)

  test('are told once for each way in which they change', () => {
    expect(groups.map(({ objects, kinds, tenants }) => [objects, kinds, tenants.length])).toEqual([
      [4000, ['ConfigMap', 'Deployment', 'Role', 'Service'], 1000],
      [1000, ['Deployment'], 1000],
      [1000, ['Service'], 1000],
    ])
    expect(groups[1]).toMatchObject({
      names: ['deployment-<tenant>'],
      fields: [{ path: 'spec.image', before: 'x:1', after: 'x:2' }],
      clusters: ['c-0', 'c-1'],
    })
    // Values of a thousand kinds: one example and their number.
    expect(groups[2]?.fields).toMatchObject([{ path: 'spec.pods', variants: 1000 }])
  })

  test('read in a minute: a screen of text, and a comment that GitHub takes', () => {
    const page = report({ changes: groups })
    expect(planText(page, short, colors).split('\n').length).toBeLessThan(60)
    expect(planMarkdown(page, short).length).toBeLessThan(10_000)
  })
})

test('a thousand changes that have nothing in common are cut, and said to be', () => {
  const folder = openFolder()
  for (let index = 0; index < 1000; index += 1) {
    const object = (value: number) =>
      thing('v1', 'ConfigMap', `c-${index}`, { [`field${index}`]: { [`key${value}`]: 'v'.repeat(200) } })
    for (const change of changesOf([object(0)], [object(1)], { cluster: 'c' })) folder.add(change)
  }
  const changes = folder.groups()
  expect(changes).toHaveLength(1000)
  const text = planText(report({ changes }), short, colors)
  expect(text.split('\n').length).toBeLessThan(120)
  expect(text).toMatch(/and 988 more; --full shows them/)
  expect(planText(report({ changes }), full, colors).split('\n').length).toBeGreaterThan(2000)
  const comment = planMarkdown(report({ changes }), full)
  expect(comment.length).toBeLessThan(65_536)
  expect(comment).toMatch(/--full` shows it/)
})

test('an id is told from the words around it', () => {
  const text = 'Deployment/open-webui of tenant-open, open.example, tenant_open_2, reopen, app_open'
  const general = withoutTenant(text, 'open')
  expect(general).toBe(
    'Deployment/<tenant>-webui of tenant-<tenant>, <tenant>.example, tenant_open_2, reopen, app_<tenant_sql>'.replace(
      'tenant_open_2',
      'tenant_<tenant_sql>_2',
    ),
  )
  expect(withTenant(general, 'open')).toBe(text)
  expect(withoutTenant({ a: ['app_acme_corp', 'acme-corp'] }, 'acme-corp')).toEqual({
    a: ['app_<tenant_sql>', '<tenant>'],
  })
})

test('a comment mentions nobody, links nowhere and draws nothing, whatever the pull request says', () => {
  const evil = '`` ![x](https://evil.example/x.png) @everyone <script> \n\n# head [a](b) </details>'
  const comment = planMarkdown(
    report({
      reasons: [{ grade: 'danger', code: 'x', what: evil, clusters: [], tenants: [evil] }],
      findings: [{ code: 'x', level: 'error', file: evil, field: evil, why: evil, remedy: evil, facts: {} }],
    }),
    short,
  )
  // Without code spans, the remaining text is Paddock's own.
  const left = comment.replaceAll(/(`+)(?:(?!\1)[\s\S])*?[^`]\1(?!`)/g, '')
  expect(left).not.toMatch(/evil|@|script|\]\(/)
  expect(layOut(report({}), short).title).toContain('needs review')
})
