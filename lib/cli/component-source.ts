/**
 * Files of a new component by name: its data, its images and CRDs, which are none yet, and a chart that draws its
 * namespace and its network policies. They are valid as they are; the author adds the workload.
 */
export function componentSource(name: string, after: string): Readonly<Record<string, string>> {
  return {
    'component.ts': `import type { Component } from '../../../lib/kube/component.ts'
import { crds } from './crds.ts'
import images from './images.json' with { type: 'json' }

export const component = {
  name: '${name}',
  summary: '${name.replaceAll('-', ' ')}: one line about its purpose',
  clusters: ['regional'],
  after: ['${after}'],
  namespace: { name: '${name}', podSecurity: 'restricted' },
  images,
  pods: {},
  opens: ({ network }) => [{ direction: 'out', with: 'api-server', ports: [network.apiServerPort] }],
  crds,
} as const satisfies Component
`,
    'crds.ts': `import type { CrdSources } from '../../../lib/kube/component.ts'

/** CRDs that it brings, by operator: \`npm run import -- --upstream --component ${name}\` imports them. */
export const crds = {} as const satisfies CrdSources
`,
    'images.json': '{}\n',
    'index.ts': `import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { namespaceChart } from '../../kit/namespace.ts'
import { networkChart } from '../../kit/network.ts'
import { component } from './component.ts'

/** Its namespace, closed but for the declared traffic. */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    namespaceChart(scope, cluster, component),
    networkChart(scope, cluster, component.namespace.name, component.opens(cluster)),
  ]
}
`,
  }
}
