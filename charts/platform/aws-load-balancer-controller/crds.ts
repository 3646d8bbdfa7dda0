import type { CrdSources } from '../../../lib/kube/component.ts'

export const crds = {
  'aws-load-balancer-controller': {
    clusters: ['regional'],
    repository: 'kubernetes-sigs/aws-load-balancer-controller',
    tag: 'v3.5.0',
    files: {
      'config/crd/bases/elbv2.k8s.aws_albtargetcontrolconfigs.yaml':
        '9f78853c37088c1533f4a90c01fd878c0b65ec6d6905434f727cad903fef390f',
      'config/crd/bases/elbv2.k8s.aws_ingressclassparams.yaml':
        'ecc9a6272f05b23da799e8c62f2ace623ca7b061e9808fdee50d1ab15dfbd825',
      'config/crd/bases/elbv2.k8s.aws_targetgroupbindings.yaml':
        '0efbdd3d88d29abbdd6feb2c1329dceb5e1b7788644f2d9b0be9158589a98432',
    },
    kinds: {
      'elbv2.k8s.aws/v1beta1 TargetGroupBinding': {},
    },
  },
} as const satisfies CrdSources
