import { GB, GiB } from './units.ts'

/** Value of the node label `accelerator`, as `cloud.google.com/gke-accelerator` words it. */
export type Accelerator = 'nvidia-tesla-t4' | 'nvidia-tesla-v100' | 'nvidia-l40s' | 'nvidia-a10g'

/** An EC2 instance type as nodes of Paddock see it. */
export interface InstanceType {
  readonly cpuMillis: number
  readonly memoryBytes: number
  /** Resources that pods may request, after the kubelet's and the system's reservations. */
  readonly allocatable: { readonly cpuMillis: number; readonly memoryBytes: number }
  readonly gpu?: { readonly accelerator: Accelerator; readonly count: number; readonly vramBytesEach: number }
  /** Network bandwidth that the type has at all times, megabits a second. It has more for minutes. */
  readonly networkMbps: number
  /** Local NVMe, 0 when the type has none. */
  readonly localDiskBytes: number
  /** On-demand, us-east-1, USD an hour. */
  readonly usdPerHour: number
  /** False: AWS no longer sells it; the type stays in the catalogue, and its groups are off. */
  readonly sold: boolean
  /** Why it is not sold. */
  readonly unsold?: string
}

function cpu(
  vcpu: number,
  gib: number,
  allocatableCpu: number,
  allocatableGib: number,
  usdPerHour: number,
  networkMbps: number,
) {
  return {
    cpuMillis: vcpu * 1000,
    memoryBytes: gib * GiB,
    allocatable: { cpuMillis: allocatableCpu * 1000, memoryBytes: allocatableGib * GiB },
    networkMbps,
    localDiskBytes: 0,
    usdPerHour,
    sold: true,
  } as const satisfies InstanceType
}

function gpu(
  base: ReturnType<typeof cpu>,
  accelerator: Accelerator,
  count: number,
  vramGib: number,
  diskGb: number,
  unsold?: string,
): InstanceType {
  return {
    ...base,
    gpu: { accelerator, count, vramBytesEach: vramGib * GiB },
    localDiskBytes: diskGb * GB,
    sold: unsold === undefined,
    ...(unsold === undefined ? {} : { unsold }),
  }
}

/**
 * The types that node groups may name. Sizes, allocatable shares and on-demand prices of us-east-1 are those of
 * Karpenter's generated tables (v1.14.1, prices of 2026-07-20). g6e and g5 have no published allocatable
 * figure at hand: theirs is capacity less 8 % of memory and 0.1 CPU, the worst case of the types that have one.
 *
 * Network baselines are those of Karpenter's generated list, but that of g5.12xlarge, which is from general knowledge: it
 * is above every other limit.
 *
 * @see https://karpenter.sh/docs/reference/instance-types/ and pkg/providers/instancetype/zz_generated.bandwidth.go at 01a436f
 */
export const instanceTypes = {
  'c5.2xlarge': cpu(8, 16, 7.91, 13.8, 0.34, 2500),
  'c5.4xlarge': cpu(16, 32, 15.9, 26.7, 0.68, 5000),
  'c5.9xlarge': cpu(36, 72, 35.8, 63.7, 1.53, 12_000),
  'g4dn.xlarge': gpu(cpu(4, 16, 3.92, 14.1, 0.526, 5000), 'nvidia-tesla-t4', 1, 14.7, 125),
  'g4dn.2xlarge': gpu(cpu(8, 32, 7.91, 28.9, 0.752, 10_000), 'nvidia-tesla-t4', 1, 14.7, 225),
  'g4dn.12xlarge': gpu(cpu(48, 192, 47.8, 174.7, 3.912, 50_000), 'nvidia-tesla-t4', 4, 14.7, 900),
  // The API stopped describing p3.* in May 2026 and customers were asked to leave by 2025-12-20.
  // @see https://github.com/dstackai/gpuhunt/issues/233
  'p3.2xlarge': gpu(
    cpu(8, 61, 7.91, 56.1, 3.06, 2500),
    'nvidia-tesla-v100',
    1,
    16,
    0,
    'AWS has stopped selling p3: its API no longer describes the type since May 2026',
  ),
  'g6e.xlarge': gpu(cpu(4, 32, 3.9, 29.4, 1.861, 2500), 'nvidia-l40s', 1, 44.7, 250),
  'g6e.2xlarge': gpu(cpu(8, 64, 7.9, 58.8, 2.242, 5000), 'nvidia-l40s', 1, 44.7, 450),
  'g5.12xlarge': gpu(cpu(48, 192, 47.8, 174.7, 5.672, 40_000), 'nvidia-a10g', 4, 22.4, 3800),
} as const satisfies Record<string, InstanceType>

/** A type in the catalogue. */
export type InstanceTypeName = keyof typeof instanceTypes

/** Names in catalogue order. */
export const instanceTypeNames = Object.keys(instanceTypes) as InstanceTypeName[]

/** The catalogue's entry, in its general type. */
export function instanceType(name: InstanceTypeName): InstanceType {
  return instanceTypes[name]
}
