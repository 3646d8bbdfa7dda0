import { crossplaneNamespace } from '../../../crossplane/compose/providers.ts'
import type { Component } from '../../../lib/kube/component.ts'
import { leaderAndFollower, operatorPods } from '../../kit/component.ts'

export const component = {
  name: 'crossplane',
  summary: 'providers, functions and Paddock’s APIs; runtime configs set how packages run',
  clusters: ['hub', 'regional'],
  after: ['crossplane-core'],
  namespace: { in: crossplaneNamespace },
  images: {},
  pods: {
    // A provider watches every kind that is switched on, and keeps the schema of the whole service in memory.
    'crossplane-provider': operatorPods({
      count: 10,
      cpuMillis: 100,
      requestMiB: 256,
      limitMiB: 1024,
      ephemeralMiB: 128,
    }),
    'crossplane-function': operatorPods({
      count: 3 * leaderAndFollower,
      cpuMillis: 50,
      requestMiB: 64,
      limitMiB: 256,
      ephemeralMiB: 128,
    }),
  },
  argocd: {
    groups: ['aws.upbound.io', 'kubernetes.crossplane.io', 'paddock.dev'],
    health: { 'paddock.dev/*': 'claim.lua' },
  },
  reviewedBy: 'security',
} as const satisfies Component
