import type { KubeObject } from '../../../lib/kube/object.ts'
import { syncSeconds } from '../../../lib/simulate/hpa.ts'

/** A pod as the metrics API reports it; without use: the API does not know it. */
export interface PodValues {
  readonly name: string
  readonly state: 'ready' | 'pending'
  readonly use?: { readonly cpuMillis: number; readonly memoryBytes: number }
}

/** Values of one look of an autoscaler. */
export interface LookValues {
  readonly pods: readonly PodValues[]
  readonly external?: number
}

/** The load at a look: sums over the pods, which share it evenly. */
export interface Load {
  readonly cpuMillis?: number
  readonly memoryBytes?: number
  readonly external?: number
  /** So many pods are unknown to the metrics API. */
  readonly missing?: number
}

/** An autoscaler, and the load that it sees from look to look. */
export interface Series {
  readonly name: string
  readonly start: number
  /** Request of a pod's container. */
  readonly request: { readonly cpuMillis: number; readonly memoryBytes: number }
  /** Looks that a pod of a later replica stays pending: its model is being read. */
  readonly pendingLooks?: number
  /** `spec` without `scaleTargetRef`. */
  readonly spec: {
    readonly maxReplicas: number
    readonly metrics: readonly object[]
    readonly [field: string]: unknown
  }
  readonly loads: readonly Load[]
}

/** Seconds between two looks: 15 on a cluster. */
export const lookSeconds = 2

/**
 * Seconds of a window or period that ends after so many looks. One second less: a look must not fall on its end, where
 * milliseconds would decide.
 */
function ending(looks: number): number {
  return Math.max(0, looks * lookSeconds - 1)
}

const request = { cpuMillis: 1000, memoryBytes: 2 ** 30 }
const target = (percent: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
})

/** A load for so many looks. */
function lasting(looks: number, load: Load): Load[] {
  return Array.from({ length: looks }, () => load)
}

const cpu = (cpuMillis: number): Load => ({ cpuMillis })

/** Loads that go up and down evenly, as a day does. */
function hill(most: number, looks: number): Load[] {
  return Array.from({ length: looks }, (_, look) =>
    cpu(200 + Math.round(most * Math.sin((Math.PI * look) / looks))),
  )
}

/** An autoscaler of dist with its times in the looks of here, and every default written out: the API server’s are in real seconds. */
function ofDist(hpa: KubeObject): Series['spec'] {
  const {
    scaleTargetRef: _,
    behavior,
    ...spec
  } = hpa['spec'] as Series['spec'] & {
    readonly scaleTargetRef: unknown
    readonly behavior?: Readonly<Record<string, Direction>>
  }
  const up = { stabilizationWindowSeconds: 0, policies: [policy('Pods', 4, 15), policy('Percent', 100, 15)] }
  const down = { stabilizationWindowSeconds: 300, policies: [policy('Percent', 100, 15)] }
  return {
    ...spec,
    behavior: {
      scaleUp: divided({ ...up, ...behavior?.['scaleUp'] }),
      scaleDown: divided({ ...down, ...behavior?.['scaleDown'] }),
    },
  }
}

interface Policy {
  readonly type: string
  readonly value: number
  readonly periodSeconds: number
}

interface Direction {
  readonly stabilizationWindowSeconds?: number
  readonly policies?: readonly Policy[]
}

function policy(type: string, value: number, periodSeconds: number): Policy {
  return { type, value, periodSeconds }
}

function divided({ stabilizationWindowSeconds = 0, policies = [], ...rest }: Direction): Direction {
  return {
    ...rest,
    stabilizationWindowSeconds: ending(stabilizationWindowSeconds / syncSeconds),
    policies: policies.map((one) => ({ ...one, periodSeconds: ending(one.periodSeconds / syncSeconds) })),
  }
}

/**
 * Every series.
 *
 * @param web autoscaler of Open WebUI as drawn
 * @param server autoscaler of a model server as drawn
 */
export function allSeries(web: KubeObject, server: KubeObject): readonly Series[] {
  const gib = 2 ** 30
  return [
    {
      name: 'open-webui-of-dist',
      start: 4,
      request,
      spec: ofDist(web),
      loads: [
        ...lasting(4, { cpuMillis: 2000, memoryBytes: 4 * 1.16 * gib }),
        ...lasting(14, { cpuMillis: 6500, memoryBytes: 9 * gib }),
        ...lasting(42, { cpuMillis: 900, memoryBytes: 6 * 1.16 * gib }),
      ],
    },
    {
      name: 'model-server-of-dist',
      start: 2,
      request,
      spec: ofDist(server),
      // Busy for less than the window, then for longer, then idle.
      loads: [
        ...lasting(6, { cpuMillis: 2000, external: 6 }),
        ...lasting(2, { cpuMillis: 300, external: 2 }),
        ...lasting(26, { cpuMillis: 8000, external: 14 }),
        ...lasting(26, { cpuMillis: 0, external: 2 }),
      ],
    },
    {
      name: 'rise',
      start: 1,
      request,
      spec: { minReplicas: 1, maxReplicas: 20, metrics: [target(70)], behavior: {} },
      loads: lasting(40, cpu(9000)),
    },
    {
      name: 'fall',
      start: 12,
      request,
      spec: {
        minReplicas: 2,
        maxReplicas: 20,
        metrics: [target(70)],
        behavior: {
          scaleDown: { stabilizationWindowSeconds: ending(6), policies: [policy('Pods', 2, ending(5))] },
        },
      },
      loads: [...lasting(5, cpu(8000)), ...lasting(50, cpu(500))],
    },
    {
      name: 'within-tolerance',
      start: 4,
      request,
      spec: {
        minReplicas: 1,
        maxReplicas: 10,
        metrics: [target(70)],
        behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
      },
      // 63 to 77 % of the request are within a tenth of the target; 62 and 78 % are not.
      loads: [
        ...[2800, 3080, 2520, 3079, 2521, 2900, 3000, 2600].map(cpu),
        ...lasting(4, cpu(3120)),
        ...[3400, 3600, 3300, 3500].map(cpu),
        ...lasting(6, cpu(2480)),
      ],
    },
    {
      name: 'flapping',
      start: 3,
      request,
      spec: {
        minReplicas: 1,
        maxReplicas: 10,
        metrics: [target(70)],
        behavior: {
          scaleDown: { stabilizationWindowSeconds: ending(8), policies: [policy('Percent', 50, ending(4))] },
        },
      },
      loads: [
        ...Array.from({ length: 30 }, (_, look) => cpu(look % 4 < 2 ? 5000 : 400)),
        ...lasting(25, cpu(400)),
      ],
    },
    {
      name: 'bounded-by-the-least',
      start: 2,
      request,
      spec: {
        minReplicas: 1,
        maxReplicas: 15,
        metrics: [target(50)],
        behavior: {
          scaleUp: {
            selectPolicy: 'Min',
            policies: [policy('Pods', 3, ending(6)), policy('Percent', 50, ending(4))],
          },
          scaleDown: {
            stabilizationWindowSeconds: ending(3),
            selectPolicy: 'Min',
            policies: [policy('Pods', 4, ending(5)), policy('Percent', 30, ending(5))],
          },
        },
      },
      loads: [...lasting(28, cpu(9000)), ...lasting(30, cpu(300))],
    },
    {
      name: 'never-down',
      start: 2,
      request,
      spec: {
        minReplicas: 1,
        maxReplicas: 8,
        metrics: [target(70)],
        behavior: { scaleDown: { selectPolicy: 'Disabled' } },
      },
      loads: [...lasting(6, cpu(900)), ...lasting(8, cpu(4000)), ...lasting(14, cpu(200))],
    },
    {
      name: 'without-behavior',
      start: 2,
      request,
      spec: { minReplicas: 1, maxReplicas: 12, metrics: [target(70)] },
      loads: [...hill(7000, 30), ...lasting(30, cpu(200))],
    },
    {
      name: 'in-flight-as-keda',
      start: 1,
      request,
      spec: {
        minReplicas: 1,
        maxReplicas: 10,
        metrics: [
          {
            type: 'External',
            external: {
              metric: { name: 'in-flight-as-keda' },
              target: { type: 'AverageValue', averageValue: '4' },
            },
          },
        ],
        behavior: {
          scaleDown: { stabilizationWindowSeconds: ending(10), policies: [policy('Pods', 1, ending(4))] },
        },
      },
      loads: [1, 3, 4, 5, 9, 14, 22, 31, 38, 44, 41, 33, 30, 24, 18, 11, 7, 5, 4, 3]
        .flatMap((external) => lasting(2, { external }))
        .concat(lasting(20, { external: 0 })),
    },
    {
      name: 'highest-metric-wins',
      start: 2,
      request,
      spec: {
        minReplicas: 1,
        maxReplicas: 10,
        metrics: [
          target(70),
          {
            type: 'Resource',
            resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '800Mi' } },
          },
        ],
        behavior: {
          scaleDown: { stabilizationWindowSeconds: ending(2), policies: [policy('Pods', 1, ending(2))] },
        },
      },
      loads: [
        ...lasting(6, { cpuMillis: 600, memoryBytes: 4 * gib }),
        ...lasting(6, { cpuMillis: 6000, memoryBytes: gib }),
        ...lasting(18, { cpuMillis: 600, memoryBytes: gib }),
      ],
    },
    {
      name: 'pods-start-slowly',
      start: 2,
      pendingLooks: 7,
      request,
      spec: {
        minReplicas: 1,
        maxReplicas: 12,
        metrics: [target(70)],
        behavior: {
          scaleDown: { stabilizationWindowSeconds: ending(4), policies: [policy('Pods', 1, ending(2))] },
        },
      },
      // Pods that are pending count as idle on the way up, so that the autoscaler does not ask for more than it needs.
      loads: [...lasting(4, cpu(1400)), ...lasting(26, cpu(6300)), ...lasting(14, cpu(1500))],
    },
    {
      name: 'unknown-pods',
      start: 5,
      request,
      spec: {
        minReplicas: 1,
        maxReplicas: 12,
        metrics: [target(70)],
        behavior: { scaleDown: { stabilizationWindowSeconds: 0, policies: [policy('Pods', 2, ending(2))] } },
      },
      loads: [
        // Fewer than would be removed if the unknown ones counted as idle.
        ...lasting(6, { cpuMillis: 900, missing: 2 }),
        ...lasting(6, { cpuMillis: 7000, missing: 1 }),
        ...lasting(8, { cpuMillis: 1200, missing: 1 }),
        ...lasting(3, { cpuMillis: 0, missing: 99 }),
        ...lasting(6, { cpuMillis: 400 }),
      ],
    },
  ]
}
