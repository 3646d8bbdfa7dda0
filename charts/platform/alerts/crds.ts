import type { CrdSources } from '../../../lib/kube/component.ts'

export const crds = {
  monitoring: {
    clusters: ['regional'],
    repository: 'prometheus-operator/prometheus-operator',
    tag: 'v0.93.0',
    files: {
      'example/prometheus-operator-crd/monitoring.coreos.com_probes.yaml':
        'f4ead9704bd4c6303d53e4cc15670faaf0609022a5e08c0ce496286f453666b7',
      'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml':
        '78be98554b9c8506ab2b4f4feb91c5f3a56e536a0a510f3a8e876a459970d56d',
    },
    kinds: {
      'monitoring.coreos.com/v1 PrometheusRule': {},
    },
  },
} as const satisfies CrdSources
