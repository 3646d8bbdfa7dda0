import { MiB } from '../../../lib/catalog/units.ts'
import type { Component } from '../../../lib/kube/component.ts'
import images from './images.json' with { type: 'json' }

/** Name of the DaemonSet. */
export const name = 'nvidia-device-plugin'

export const component = {
  name: 'nvidia-device-plugin',
  summary: 'reports GPUs to kubelets ([chart](../charts/platform/nvidia-device-plugin))',
  clusters: ['regional'],
  after: ['foundation'],
  namespace: {
    name: 'nvidia-device-plugin',
    podSecurity: 'privileged',
    reason:
      'The kubelet takes device plugins at a socket of the node, in a folder of root’s: hence hostPath and user 0. No capability, no token, no network',
  },
  images,
  pods: {
    [name]: {
      count: 1,
      nodes: 'each-gpu-node',
      cpuMillis: 20,
      memoryBytes: 64 * MiB,
      memoryLimitBytes: 128 * MiB,
      ephemeralBytes: 32 * MiB,
      gpus: 0,
    },
  },
  opens: () => [],
  exceptions: [
    {
      object: 'DaemonSet/nvidia-device-plugin',
      field: 'spec.template.spec.volumes[0].hostPath',
      reason: 'the kubelet finds device plugins by a socket in a folder of the node',
    },
  ],
  reviewedBy: 'security',
} as const satisfies Component
