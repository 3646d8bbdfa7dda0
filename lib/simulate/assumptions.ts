import { usersPerAnswer } from '../resolve/replica-users.ts'

/** A figure that neither a spec nor dist says, with its origin. */
interface Assumption {
  readonly value: number
  readonly unit: string
  readonly source: string
}

const lmsys =
  'LMSYS-Chat-1M, table of statistics, one million chats of 2023: https://arxiv.org/abs/2309.11998'

/**
 * Everything that the simulation takes for granted about people and about AWS. Start times, prices and rules are not here:
 * they are read from lib/catalog, lib/resolve and dist. Each can be set: `paddock simulate --assume answeringPercent=5`.
 */
export const simulationTable = {
  answeringPercent: {
    value: 100 / usersPerAnswer,
    unit: '% of the users who are there',
    source:
      'the figure by which replicas are sized (lib/resolve/replica-users.ts): an answer streams for one in ten',
  },
  tokensPerAnswer: { value: 214.5, unit: 'tokens on average', source: lmsys },
  tokensPerQuestion: { value: 69.5, unit: 'tokens', source: lmsys },
  turnsPerChat: { value: 2, unit: 'questions on average', source: lmsys },
  wordsPerToken: {
    value: 0.75,
    unit: 'words',
    source: 'https://help.openai.com/en/articles/4936856: 100 tokens are about 75 words',
  },
  wordsPerSecond: {
    value: 5,
    unit: 'words a second of one answer',
    source: 'the rate by which the longest answer is reckoned (lib/resolve/serving-times.ts)',
  },
  webMemoryGiB: {
    value: 1.16,
    unit: 'GiB of a process of Open WebUI',
    source: 'measured at rest (lib/resolve/open-webui-scale.ts)',
  },
  ollamaImageGB: {
    value: 3.5,
    unit: 'GB',
    source:
      'image of Ollama 0.32 for amd64, with the libraries of CUDA; read at the rate of lib/resolve/ollama.ts',
  },
  spotNoticeSeconds: {
    value: 120,
    unit: 'seconds',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-interruptions.html: two minutes before',
  },
  pushSeconds: {
    value: 1,
    unit: 'seconds from a request to the first replica',
    source: 'KEDA’s HTTP add-on 0.15: counts every 500 ms, reports every 200 ms',
  },
} as const satisfies Record<string, Assumption>

/** A name in the table. */
export type SimulationAssumptionName = keyof typeof simulationTable
/** A value for each name. */
export type SimulationAssumptions = Readonly<Record<SimulationAssumptionName, number>>

/** Names in the table's order. */
export const simulationAssumptionNames = Object.keys(simulationTable) as SimulationAssumptionName[]

/** The table's values, some replaced. */
export function assumeForDay(changes: Partial<SimulationAssumptions> = {}): SimulationAssumptions {
  const defaults = Object.fromEntries(
    simulationAssumptionNames.map((name) => [name, simulationTable[name].value]),
  )
  return { ...(defaults as Record<SimulationAssumptionName, number>), ...changes }
}

/** Seconds of an average answer. */
export function meanAnswerSeconds(assume: SimulationAssumptions): number {
  return (assume.tokensPerAnswer * assume.wordsPerToken) / assume.wordsPerSecond
}
