import type { CrdSources } from '../../../lib/kube/component.ts'

export const crds = {
  'cert-manager': {
    clusters: ['regional'],
    repository: 'cert-manager/cert-manager',
    tag: 'v1.21.1',
    files: {
      'deploy/crds/acme.cert-manager.io_challenges.yaml':
        'dff7542a2ee6581e3963a076410212ad3207201b70df8a328aa50826d569161c',
      'deploy/crds/acme.cert-manager.io_orders.yaml':
        'b1e9c938b9724482cc0612aac949b40e062001fc9732234c591f24cb9ffc5ca7',
      'deploy/crds/cert-manager.io_certificaterequests.yaml':
        '74cf3801ab146a1745498de5f3b619cde6f2dc89ae03755084be08129ce726c3',
      'deploy/crds/cert-manager.io_certificates.yaml':
        '7ad91029c00ec959d54215b19d3b1a9b7e0247eaa60f987151c2b70d8661f8af',
      'deploy/crds/cert-manager.io_clusterissuers.yaml':
        '30008001b78aafb8e110af61359561104b5fafc3a4dc6ac0013245d0ee3fe4ca',
      'deploy/crds/cert-manager.io_issuers.yaml':
        '05e37efb02777e0362d24269fa103c2fc11419f9c85e31854ef873e5d9e5c5cc',
    },
    kinds: {
      'cert-manager.io/v1 ClusterIssuer': {
        spec: ['acme'],
        'spec.acme': ['email', 'privateKeySecretRef', 'server', 'solvers'],
        'spec.acme.solvers[]': ['dns01', 'selector'],
        'spec.acme.solvers[].dns01': ['cnameStrategy', 'route53'],
        'spec.acme.solvers[].dns01.route53': ['region'],
      },
    },
  },
} as const satisfies CrdSources
