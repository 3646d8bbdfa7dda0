import { GiB } from '../../catalog/units.ts'
import { byProblem, type WordsOf } from '../words.ts'

/** Facts of findings on a tenant's models and on the load that its servers bear. */
export interface ModelFacts {
  readonly context: { readonly asked: number; readonly longest: number }
  readonly 'no-model-node': { readonly nodeClass: 'cpu' | 'gpu'; readonly tenants: number }
  readonly 'model-fit': {
    readonly models: readonly string[]
    readonly nodeClass: 'cpu' | 'gpu'
    readonly neededBytes: number
    /** Of the largest node of the group. */
    readonly largestBytes: number
    readonly contextTokens: number
    readonly parallelRequests: number
    readonly clusterFile: string
  }
  readonly 'gpu-scale': {
    readonly max: number
    /** Replicas that all groups at their maximum hold. */
    readonly available: number
    readonly accelerators: readonly string[]
    readonly clusterFile: string
  }
  readonly 'wake-budget': {
    /** Of a start from nothing, and of the node in it. Seconds. */
    readonly needed: number
    readonly boot: number
    readonly models: readonly string[]
  } & (
    | { readonly problem: 'short'; readonly given: number }
    | { readonly problem: 'long'; readonly longest: number }
  )
  readonly 'model-unused':
    | { readonly problem: 'digest'; readonly used: readonly string[] }
    | { readonly problem: 'serve-on-gpu'; readonly model: string; readonly used: readonly string[] }
    | { readonly problem: 'keep-on-cpu'; readonly model: string; readonly onGpu: readonly string[] }
  readonly tools:
    | {
        readonly problem: 'none' | 'unknown'
        readonly model: string
        readonly source: string
        readonly known: readonly string[]
      }
    | {
        readonly problem: 'context'
        readonly models: readonly string[]
        readonly contextTokens: number
        readonly leastTokens: number
      }
  readonly uploads: { readonly askedMiB: number; readonly mostMiB: number }
  readonly users: {
    readonly users: number
    readonly servers: 'Open WebUI' | 'the model server' | 'the model servers'
    /** Users that one replica serves. */
    readonly each: number
    readonly needed: number
    /** The most replicas that this tenant has, by class of node where there are classes. */
    readonly has: readonly { readonly replicas: number; readonly nodeClass?: 'cpu' | 'gpu' }[]
    /** The most replicas that a tenant's file may ask for. */
    readonly most: number
    /** Fields that raise the number. */
    readonly fields: readonly string[]
  }
}

const start = ({ needed, boot, models }: ModelFacts['wake-budget']) =>
  `a start needs ${needed} s: ${boot} s for the node, ${needed - boot} s for decisions, the image, and ${models.join(' + ')} to be read and tried out`
const gib = (bytes: number) => `${(bytes / GiB).toFixed(1)} GiB`
const toolsRemedy = ({ known }: { readonly known: readonly string[] }) =>
  `remove tools, or choose from ${known.join(', ')}`

export const modelWords: WordsOf<ModelFacts> = {
  context: {
    why: ({ asked, longest }) =>
      `${asked} tokens are more than any of its models was trained for (${longest})`,
    remedy: ({ longest }) => `set it to ${longest} or less`,
  },
  'no-model-node': {
    why: ({ nodeClass, tenants }) =>
      `the group ${nodeClass} has no node that can be bought, and ${tenants} ${tenants === 1 ? 'tenant has' : 'tenants have'} models for it`,
    remedy: ({ nodeClass }) => `raise nodeGroups.${nodeClass}.max, or name types that AWS sells`,
  },
  'model-fit': {
    why: ({ models, nodeClass, neededBytes, largestBytes, contextTokens, parallelRequests }) =>
      `${models.join(' + ')} need ${gib(neededBytes)} of ${nodeClass === 'gpu' ? 'GPU memory' : 'memory'} at ${contextTokens} tokens × ${parallelRequests} requests; ` +
      `the largest node of group ${nodeClass} ${nodeClass === 'gpu' ? 'has' : 'gives'} ${gib(largestBytes)}`,
    remedy: ({ nodeClass, clusterFile }) =>
      `${nodeClass === 'gpu' ? 'choose smaller models' : 'name fewer models'}, lower inference.contextTokens or inference.parallelRequests, or add a larger type to nodeGroups.${nodeClass} in ${clusterFile}`,
  },
  'gpu-scale': {
    why: ({ max, available, accelerators }) =>
      `${max} replicas are more than the ${available} that all groups with ${accelerators.join(', ')} hold at their maximum`,
    remedy: ({ available, clusterFile }) =>
      `set gpuReplicas.max to ${Math.max(1, available)} or less, or raise nodeGroups.gpu.max in ${clusterFile}`,
  },
  'wake-budget': byProblem({
    short: {
      why: (facts) => `${facts.given} s are too short: ${start(facts)}`,
      remedy: ({ needed }) => `set it to ${needed} or more, or remove it`,
    },
    long: {
      why: (facts) => `${start(facts)}; a request may wait ${facts.longest} s at most`,
      remedy: () =>
        'choose smaller models or fewer on GPU, or set gpuReplicas.min to 1 so that the server never sleeps',
    },
  }),
  'model-unused': byProblem({
    digest: { why: () => 'the tenant has no such model', remedy: nameOneUsed },
    'serve-on-gpu': { why: ({ model }) => `the tenant has no model ${model}`, remedy: nameOneUsed },
    'keep-on-cpu': {
      why: ({ model }) => `${model} is not in serveOnGpu`,
      remedy: ({ onGpu }) => (onGpu.length > 0 ? `name one of ${onGpu.join(', ')}` : 'remove keepOnCpu'),
    },
  }),
  tools: byProblem({
    none: {
      why: ({ model, source }) =>
        `the template of ${model} has no tools (${source}): every chat would fail with HTTP 400`,
      remedy: toolsRemedy,
    },
    unknown: {
      why: ({ model, source }) => `nobody has checked whether the template of ${model} has tools: ${source}`,
      remedy: toolsRemedy,
    },
    context: {
      why: ({ models, contextTokens }) =>
        `tools use about 4,000 tokens of each chat; ${models.join(', ')} would have ${contextTokens} in all`,
      remedy: ({ leastTokens }) => `set it to ${leastTokens} or more, or remove tools`,
    },
  }),
  uploads: {
    why: ({ askedMiB, mostMiB }) =>
      `a text of ${askedMiB} MiB needs more memory than a pod of Open WebUI has; ${mostMiB} MiB fit`,
    remedy: ({ mostMiB }) => `set it to ${mostMiB} or less`,
  },
  users: {
    why: ({ users, servers, each, needed, has }) => {
      const replicas = has.map(({ replicas, nodeClass }) =>
        nodeClass ? `${replicas} on ${nodeClass.toUpperCase()}s` : `${replicas}`,
      )
      return `${users} users need ${needed} replicas of ${servers}, one for ${each}; there are at most ${replicas.join(' and ')}`
    },
    remedy: ({ each, needed, has, most, fields }) => {
      const replicas = has.reduce((sum, one) => sum + one.replicas, 0)
      return needed <= most
        ? `raise ${fields.join(' or ')}, or set expectedUsers to ${replicas * each} or less`
        : `set expectedUsers to ${most * each} or less, and give further users a tenant of their own`
    },
  },
}

function nameOneUsed({ used }: { readonly used: readonly string[] }): string {
  return `name one of ${used.join(', ')}`
}
