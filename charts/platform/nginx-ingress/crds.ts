import type { CrdSources } from '../../../lib/kube/component.ts'

export const crds = {
  nginx: {
    clusters: ['regional'],
    repository: 'nginx/kubernetes-ingress',
    tag: 'v5.5.4',
    files: {
      'config/crd/bases/k8s.nginx.org_globalconfigurations.yaml':
        'c1c2019720a0eb3779e0d827c8e3765052c1f1e053294b715aa34b33b8e6a1a5',
      'config/crd/bases/k8s.nginx.org_policies.yaml':
        '01fa6e12406c1dbd8f4be188f341e8570831bc07bcf1c3b2c397328ca22247c8',
      'config/crd/bases/k8s.nginx.org_transportservers.yaml':
        'ee4b32994cada8b1b57f85855f8742b7a3a0628ccdd6cf3d824e26027dcbe296',
      'config/crd/bases/k8s.nginx.org_virtualserverroutes.yaml':
        '361f66b95a6fa67b157bf107fee71755723e50aeff2cbc6f047d7dcaf504e4f8',
      'config/crd/bases/k8s.nginx.org_virtualservers.yaml':
        'd69b659a69a6af83c832a0e753c41d959e28821d0414e58819835248ff41e923',
    },
  },
} as const satisfies CrdSources
