import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Checkout, checkout } from './checkout.ts'
import { addNoticeBoard } from './notice-board.ts'

let copy: Checkout
beforeAll(async () => {
  copy = await checkout()
}, 120_000)
afterEach(() => copy.reset())
afterAll(() => copy.remove())

/** Prints the files that a change touches, and returns those that are not in dist and those that are. */
async function touched(change: string): Promise<{ written: string[]; dist: string[] }> {
  const files = await copy.changed()
  console.log(`${change} touches:\n  ${files.join('\n  ')}`)
  const isDist = (path: string) => path.startsWith('dist/')
  return { written: files.filter((path) => !isDist(path)), dist: files.filter(isDist) }
}

test('a component with an image, a CRD and a workload of its own touches its own folder', async () => {
  await addNoticeBoard(copy)
  const { written, dist } = await touched('A new component')
  expect(written).toEqual([
    'charts/platform/notice-board/component.ts',
    'charts/platform/notice-board/crds.ts',
    'charts/platform/notice-board/crds/notice-board/pages.notices.example.json',
    'charts/platform/notice-board/images.json',
    'charts/platform/notice-board/index.ts',
    'charts/platform/notice-board/kinds/notices.example/Page-v1.json',
    'charts/platform/notice-board/kinds/notices.example/Page-v1.ts',
    'charts/platform/notice-board/kinds/resources.json',
    'charts/platform/notice-board/workload.ts',
    'docs/components.md',
  ])
  // Besides its own files: the alert for components that are down, and the groups that Argo CD may show.
  const own = dist.filter((path) => path.includes('notice-board'))
  const shared = dist.filter((path) => !path.includes('notice-board'))
  expect(own).toContain('dist/us-east-1/platform/notice-board/workload.yaml')
  expect(own).toContain('dist/us-east-1/platform/notice-board-crds/pages.notices.example.yaml')
  for (const path of shared) expect(path).toMatch(/platform\/(alerts\/components|argocd\/[\w-]+)\.yaml$/)
  expect(copy.read('docs/components.md')).toContain('| 1.0.0 ')
  copy.write(
    '.cache/tsconfig.json',
    '{ "extends": "../tsconfig.json", "include": ["../charts/platform/notice-board"] }',
  )
  await copy.run('node', 'node_modules/typescript/bin/tsc', '--project', '.cache')
}, 240_000)

test('an alert touches a file of the component’s folder and its runbook', async () => {
  copy.write(
    'charts/platform/keda/alerts.ts',
    `import type { AlertGroup } from '../../../lib/kube/component.ts'

export const alerts: AlertGroup = {
  name: 'keda',
  rules: [
    {
      alert: 'KedaScalerErrors',
      expr: 'sum by (namespace) (rate(keda_scaler_detail_errors_total[5m])) > 0',
      for: '10m',
      labels: { severity: 'warning' },
      annotations: {
        summary: 'KEDA cannot read a metric in {{ $labels.namespace }}',
        description: 'Workloads there keep their number of pods.',
        runbook: 'docs/runbooks/keda-scaler-errors.md',
      },
    },
  ],
}
`,
  )
  copy.write('docs/runbooks/keda-scaler-errors.md', '# KEDA cannot read a metric\n')
  const { written, dist } = await touched('A new alert')
  expect(written).toEqual(['charts/platform/keda/alerts.ts', 'docs/runbooks/keda-scaler-errors.md'])
  expect(dist).toEqual([
    'dist/us-east-1/platform/alerts/keda.yaml',
    'dist/us-west-2/platform/alerts/keda.yaml',
  ])
}, 240_000)

test('a field of a tenant touches its schema, the function that resolves it and generated files', async () => {
  copy.insert('lib/spec/tenant.ts', [
    [
      '  tools: ',
      "  watermark: Type.Optional(Type.String({ maxLength: 100, description: 'Text below copied answers. Default: none' })),",
    ],
  ])
  copy.insert('lib/resolve/open-webui-env.ts', [
    ['    ...hardeningEnv(),', '    ...(spec.watermark ? { RESPONSE_WATERMARK: spec.watermark } : {}),'],
  ])
  copy.insert('tenants/demo.ts', [['  models:', "  watermark: 'Written by a machine',"]])
  const { written, dist } = await touched('A new field of tenants, set by one')
  expect(written).toEqual([
    'docs/fields.md',
    'docs/schemas/tenant.schema.json',
    'lib/resolve/open-webui-env.ts',
    'lib/spec/tenant.ts',
    'tenants/demo.ts',
  ])
  expect(dist).toEqual(['dist/local/tenants/demo/open-webui.yaml'])
}, 240_000)

test('a kind of claim touches its own folder, the list of its cluster’s APIs and the chart that draws it', async () => {
  const renamed = (path: string) =>
    copy.read(path).replaceAll('RaisedQuota', 'TightQuota').replaceAll('raisedQuota', 'tightQuota')
  for (const file of ['api.ts', 'composition.ts']) {
    const text = renamed(`crossplane/apis/raised-quota/${file}`)
    copy.write(`crossplane/apis/tight-quota/${file}`, text.replace("'raisedquotas'", "'tightquotas'"))
  }
  copy.insert('crossplane/apis/hub-apis.ts', [
    ['/** APIs of the hub', "import { tightQuota } from './tight-quota/api.ts'"],
    ['/** APIs of the hub', "import { tightQuotaPlans } from './tight-quota/composition.ts'"],
    ['  { api: raisedQuota', '  { api: tightQuota, plans: tightQuotaPlans },'],
  ])
  copy.insert('charts/platform/region/index.ts', [
    ['/** The claims', "import { tightQuotaChart } from './tight-quota.ts'"],
    ['    environmentChart,', '    tightQuotaChart,'],
  ])
  copy.write(
    'charts/platform/region/tight-quota.ts',
    `import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { tightQuota } from '../../../crossplane/apis/tight-quota/api.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

export function tightQuotaChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'tight-quota')
  drawRegionClaim(chart, region, {
    api: tightQuota,
    spec: { region: region.region, service: 'ec2', quota: 'L-1216C47A', value: 500 },
    loss: 'nothing',
  })
  return chart
}
`,
  )
  const { written, dist } = await touched('A new kind of claim')
  expect(written).toEqual([
    'charts/platform/region/index.ts',
    'charts/platform/region/tight-quota.ts',
    'crossplane/apis/hub-apis.ts',
    'crossplane/apis/tight-quota/api.ts',
    'crossplane/apis/tight-quota/composition.ts',
  ])
  for (const path of dist) expect(path).toMatch(/^dist\/hub\/platform\/(crossplane|region-[\w-]+)\//)
}, 240_000)
