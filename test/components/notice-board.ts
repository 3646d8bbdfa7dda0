import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Checkout } from './checkout.ts'

/** Path of the made-up CRD below `<repository>/<tag>/` of its authors. */
const crdFile = 'config/crd/pages.yaml'
const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: pages.notices.example }
spec:
  group: notices.example
  names: { kind: Page, plural: pages, singular: page, listKind: PageList }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [title]
              properties:
                title: { type: string, description: Title of the page }
                unused: { type: string }
`

const images = {
  'notice-board': {
    repository: 'registry.example/team/notice-board',
    versions: {
      '1.0.0': { tag: 'v1.0.0', digest: null, source: 'https://registry.example/team/notice-board' },
    },
  },
}

const crds = `import type { CrdSources } from '../../../lib/kube/component.ts'

export const crds = {
  'notice-board': {
    clusters: ['regional'],
    repository: 'team/notice-board',
    tag: 'v1.0.0',
    files: { '${crdFile}': '${createHash('sha256').update(crd).digest('hex')}' },
    kinds: { 'notices.example/v1 Page': { spec: ['title'] } },
  },
} as const satisfies CrdSources
`

const workload = `import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { onlyReference } from '../../../lib/catalog/images.ts'
import { drawKind } from '../../../lib/kube/draw.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawOperator, probesOf } from '../../kit/workload.ts'
import { component } from './component.ts'
import type { Page } from './kinds/notices.example/Page-v1.ts'

const namespace = component.namespace.name

/** The operator, and the page that it serves. */
export function workloadChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'workload', { namespace, labels: cluster.labels })
  drawOperator(chart, cluster, {
    namespace,
    name: 'notice-board',
    image: onlyReference(component.images['notice-board']),
    user: 1000,
    args: [],
    ports: component.pods['notice-board'].ports ?? {},
    pod: component.pods['notice-board'],
    probes: probesOf({ httpGet: { path: '/healthz', port: 'health' } }),
  })
  drawKind<Page>(chart, {
    apiVersion: 'notices.example/v1',
    kind: 'Page',
    metadata: { name: 'public', namespace },
    spec: { title: 'Status' },
  })
  return chart
}
`

/** Adds a component with an image, a CRD, a kind and a workload of its own, as docs/components.md says. */
export async function addNoticeBoard(checkout: Checkout): Promise<void> {
  const folder = 'charts/platform/notice-board'
  await checkout.paddock('component', 'new', 'notice-board', '--after', 'nginx-ingress')
  checkout.write(`${folder}/images.json`, `${JSON.stringify(images, undefined, 2)}\n`)
  checkout.write(`${folder}/crds.ts`, crds)
  const replace = (file: string, from: string, to: string) => {
    const text = checkout.read(`${folder}/${file}`)
    if (!text.includes(from)) throw new Error(`the skeleton of ${file} has no ${from}`)
    checkout.write(`${folder}/${file}`, text.replace(from, to))
  }
  replace(
    'component.ts',
    'pods: {},',
    `pods: {
    'notice-board': operatorPods({ cpuMillis: 50, requestMiB: 64, limitMiB: 128, ports: { health: 8081 } }),
  },
  argocd: { groups: ['notices.example'] },`,
  )
  replace(
    'component.ts',
    'import { crds }',
    "import { operatorPods } from '../../kit/component.ts'\nimport { crds }",
  )
  replace('index.ts', '  ]\n', '    workloadChart(scope, cluster),\n  ]\n')
  replace('index.ts', '/**', "import { workloadChart } from './workload.ts'\n\n/**")
  checkout.write(`${folder}/workload.ts`, workload)

  checkout.write(`.cache/upstream/team/notice-board/v1.0.0/${crdFile}`, crd)
  const from = join(checkout.root, '.cache/upstream')
  const script = 'lib/import/main.ts'
  await checkout.run(
    'node',
    '--import',
    'tsx',
    script,
    '--upstream',
    '--component',
    'notice-board',
    '--from',
    from,
  )
}
