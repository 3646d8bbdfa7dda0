import { GiB } from '../../catalog/units.ts'
import { byProblem, type WordsOf } from '../words.ts'

/** Facts of findings on the room that models have on a cluster's nodes. Bytes. */
export interface ModelCacheFacts {
  readonly 'model-cache':
    | {
        readonly problem: 'budget'
        readonly model: string
        readonly neededBytes: number
        readonly budgetBytes: number
        readonly type: string
      }
    | {
        readonly problem: 'disk'
        readonly server: string
        /** The pod's own room and the cache's. */
        readonly neededBytes: number
        readonly diskBytes: number
        readonly type: string
      }
}

const gib = (bytes: number) => `${(bytes / GiB).toFixed(1)} GiB`

export const modelCacheWords: WordsOf<ModelCacheFacts> = {
  'model-cache': byProblem({
    budget: {
      why: ({ model, neededBytes, budgetBytes, type }) =>
        `the cache of a ${type} holds ${gib(budgetBytes)} of models, and ${model} alone needs ${gib(neededBytes)}: each start would copy it again`,
      remedy: ({ type }) => `remove ${type}, or raise the share of the disk in lib/resolve/model-cache.ts`,
    },
    disk: {
      why: ({ server, neededBytes, diskBytes, type }) =>
        `a pod of ${server} and the cache of models request ${gib(neededBytes)} of disk; pods of a ${type} have ${gib(diskBytes)}`,
      remedy: ({ type }) => `remove ${type}, or lower the share of the disk in lib/resolve/model-cache.ts`,
    },
  }),
}
