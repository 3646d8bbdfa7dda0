import { byProblem, type WordsOf } from '../words.ts'

/** Facts of findings on sums over tenants: cells, nodes and AWS quotas. */
export interface CapacityFacts {
  readonly 'aws-quota': {
    readonly resource: 'IAM roles' | 'Pod Identity associations' | 'access points'
    /** The cluster, or the cell whose file system has the access points; of IAM roles the account. */
    readonly of: string
    readonly count: number
    readonly allowed: number
    /** AWS raises the quota on request. */
    readonly adjustable: boolean
  }
  readonly 'cell-capacity': { readonly used: number; readonly declared: number }
  readonly 'node-capacity':
    | {
        readonly problem: 'amount'
        /** CPU in cores, memory in GiB. */
        readonly resource: 'CPU' | 'memory'
        readonly tenants: number
        readonly platform: number
        readonly nodes: number
      }
    | {
        readonly problem: 'gpus'
        readonly needed: number
        readonly nodes: number
        readonly accelerators: readonly string[]
      }
  readonly 'node-group':
    | { readonly problem: 'order'; readonly min: number; readonly desired: number; readonly max: number }
    | { readonly problem: 'not-sold'; readonly types: readonly string[] }
    | { readonly problem: 'no-node'; readonly type: string; readonly max: number }
    | { readonly problem: 'class'; readonly type: string; readonly group: 'cpu' | 'gpu' }
  readonly 'pod-identity': { readonly used: number; readonly allowed: number }
}

const units = { CPU: 'cores', memory: 'GiB' } as const

export const capacityWords: WordsOf<CapacityFacts> = {
  'aws-quota': {
    why: ({ resource, of, count, allowed }) => {
      const owner = resource === 'access points' ? `${of}’s file system` : of
      return `${count} ${resource} of ${owner} are declared, including the platform’s own; AWS allows ${allowed}`
    },
    remedy: ({ adjustable }) =>
      adjustable
        ? 'ask AWS to raise the quota before you add tenants'
        : 'lower capacity.tenants, or put cells into another cluster',
  },
  'cell-capacity': {
    why: ({ used, declared }) => `the tenants of the cell need ${used}, it declares ${declared}`,
    remedy: () => 'move tenants to another cell, or raise the capacity if its instance allows it',
  },
  'node-capacity': byProblem({
    amount: {
      why: ({ resource, tenants, platform, nodes }) => {
        const unit = units[resource]
        const own = platform > 0 ? ` and the platform’s own ${Math.ceil(platform)} ${unit}` : ''
        return `the tenants’ guaranteed ${resource} is ${Math.ceil(tenants)} ${unit}${own}; all groups at their maximum give ${Math.floor(nodes)} ${unit}`
      },
      remedy: () => nodeRemedy,
    },
    gpus: {
      why: ({ needed, nodes, accelerators }) =>
        `model servers need ${needed} GPUs of ${accelerators.join(', ')}; all groups that have them give ${nodes}`,
      remedy: () => nodeRemedy,
    },
  }),
  'node-group': byProblem({
    order: {
      why: ({ min, desired, max }) => `min ${min}, desired ${desired} and max ${max} are not in order`,
      remedy: () => 'set min ≤ desired ≤ max',
    },
    'not-sold': {
      why: ({ types }) => `AWS sells none of ${types.join(', ')} any more`,
      remedy: () => 'add a type that is sold',
    },
    'no-node': {
      why: ({ type, max }) => `max ${max} leaves no node for ${type}`,
      remedy: () => 'raise max, or name fewer types',
    },
    class: {
      why: ({ type, group }) => `${type} ${group === 'gpu' ? 'has no GPU' : 'has a GPU'}`,
      remedy: () => 'move it to the other group',
    },
  }),
  'pod-identity': {
    why: ({ used, allowed }) =>
      `its tenants need ${used} Pod Identity associations; EKS allows ${allowed} a cluster`,
    remedy: () => 'move tenants to another cluster',
  },
}

const nodeRemedy = 'raise max, add a larger type, or move tenants to another cluster'
