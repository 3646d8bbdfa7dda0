import type { CrdSources } from '../../../lib/kube/component.ts'

export const crds = {
  'argo-cd': {
    clusters: ['hub', 'regional', 'local'],
    repository: 'argoproj/argo-cd',
    tag: 'v3.5.1',
    files: {
      'manifests/crds/application-crd.yaml':
        '5dde0e229249b6b707beb98674c1deae3949d5c319a6c45b9f5a80c99618e40c',
      'manifests/crds/applicationset-crd.yaml':
        '7d282054f41ca2b71a22bab04a8caf0000e07e53a62432e6ea292dae5ab4f07d',
      'manifests/crds/appproject-crd.yaml':
        'ab225266944322750136f1198d93786e4a79a0e43c8d149abfba44da30a3eac8',
    },
  },
} as const satisfies CrdSources
