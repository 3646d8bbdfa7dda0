import type { CrdSources } from '../../../lib/kube/component.ts'

export const crds = {
  keda: {
    clusters: ['regional'],
    repository: 'kedacore/keda',
    tag: 'v2.20.2',
    files: {
      'config/crd/bases/eventing.keda.sh_cloudeventsources.yaml':
        '54693ed66e4a602f09137bef80297b381bb51c1a55980e8d4844524c074bac1a',
      'config/crd/bases/eventing.keda.sh_clustercloudeventsources.yaml':
        'ac143e8ef6734d6d7665a6d094d7388d1816316d42b33b0a6e3ba0a7950322e0',
      'config/crd/bases/keda.sh_clustertriggerauthentications.yaml':
        '177413d75f11b76ba7bf98aef200a1736245254197c7c1d8877fc7a0fc641df4',
      'config/crd/bases/keda.sh_scaledjobs.yaml':
        '8805cd6c5b05161fb1541726e2c32c8e2990f435649fa74cbc616600b84b583a',
      'config/crd/bases/keda.sh_scaledobjects.yaml':
        'af35555862a83933b074af14ad439c4b4ceabaf4daa3e9338e9b23e36d308d80',
      'config/crd/bases/keda.sh_triggerauthentications.yaml':
        '275307b4cb19ca8f0f506a879282aa4c67587ac16ec757f494d6585c5c185d65',
    },
  },
  // Interceptors run in the namespaces of tenants. They do not start without both kinds.
  'http-add-on': {
    clusters: ['regional'],
    repository: 'kedacore/http-add-on',
    tag: 'v0.15.0',
    files: {
      'config/crd/bases/http.keda.sh_httpscaledobjects.yaml':
        '7535e22d3f7793092bc5a9a1ee5ed021fa24998e2cd50f28c54694e5e1d1e6d8',
      'config/crd/bases/http.keda.sh_interceptorroutes.yaml':
        'a706e998936b0ba41ff890673be57578f6280b0b3308e9b86b67b745d7b3480b',
    },
  },
} as const satisfies CrdSources
