import { MiB } from '../../../lib/catalog/units.ts'
import type { Component } from '../../../lib/kube/component.ts'

export const component = {
  name: 'model-cache',
  summary:
    'keeps the models of a node on its disk, one copy for all pods ([chart](../charts/platform/model-cache))',
  clusters: ['regional'],
  after: ['foundation'],
  namespace: {
    name: 'model-cache',
    podSecurity: 'privileged',
    reason:
      'The cache is a folder of the node: hence hostPath, and an init container of user 0 that gives the folder to the daemon’s group. No capability, no token, no network',
  },
  images: {},
  sharedImages: ['python'],
  pods: {
    'model-cache': {
      count: 1,
      nodes: 'each-node',
      // Hashing takes a core while a model is copied; it may use what is idle.
      cpuMillis: 50,
      memoryBytes: 96 * MiB,
      // Mostly pages on their way to the disk, which count here.
      memoryLimitBytes: 1024 * MiB,
      ephemeralBytes: 32 * MiB,
      gpus: 0,
    },
    // Runs for a moment before it.
    'own-folder': {
      count: 0,
      nodes: 'each-node',
      cpuMillis: 10,
      memoryBytes: 16 * MiB,
      memoryLimitBytes: 64 * MiB,
      ephemeralBytes: 32 * MiB,
      gpus: 0,
    },
  },
  opens: () => [],
  exceptions: [
    {
      object: 'DaemonSet/model-cache-*',
      field: 'spec.template.spec.initContainers[0].securityContext.runAsNonRoot',
      reason: 'the folder of the node belongs to root, and is given to the cache at the start',
    },
    {
      object: 'DaemonSet/model-cache-*',
      field: 'spec.template.spec.volumes[0].hostPath',
      reason: 'the cache is a folder of the node',
    },
  ],
  reviewedBy: 'security',
} as const satisfies Component
