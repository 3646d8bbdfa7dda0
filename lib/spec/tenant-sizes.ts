import { Type } from 'typebox'

const closed = { additionalProperties: false } as const

/** Fewest and most replicas of a server. */
export const replicas = (what: string, minimum: number, maximum: number, fallback: string) =>
  Type.Object(
    {
      min: Type.Integer({ minimum, maximum, description: `Fewest ${what} while the tenant is active` }),
      max: Type.Integer({ minimum, maximum, description: `Most ${what}; at least min` }),
    },
    { ...closed, description: `Fewest and most ${what}. Default: ${fallback}` },
  )

/** An optional group of optional fields. */
const group = (what: string) => ({ ...closed, description: `${what}. Default: that of each field` })

/** How models are served. */
export const inference = Type.Object(
  {
    contextTokens: Type.Optional(
      Type.Integer({ minimum: 1024, maximum: 131072, description: 'Context window. Default: 8192' }),
    ),
    parallelRequests: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 16,
        description: 'Requests that one replica answers at once. Default: 2 standard, 4 premium',
      }),
    ),
  },
  group('How models are served'),
)

/** How far the tenant scales. */
export const scaling = Type.Object(
  {
    openWebui: Type.Optional(replicas('Open WebUI replicas', 2, 20, 'computed from expectedUsers')),
    ollama: Type.Optional(replicas('replicas of the CPU model server', 1, 10, 'computed from expectedUsers')),
  },
  group('How far the tenant scales'),
)

/** Amounts of the namespace above those computed. */
export const quota = Type.Object(
  {
    cpuMillis: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Sum of CPU requests. Default: computed' }),
    ),
    memoryGiB: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Sum of memory requests. Default: computed' }),
    ),
    pods: Type.Optional(Type.Integer({ minimum: 1, description: 'Number of pods. Default: computed' })),
  },
  {
    ...closed,
    description:
      'Raises the computed quota; less than the tenant needs is refused. Default: what its pods need at full scale',
  },
)

/** How much the tenant may store. */
export const storage = Type.Object(
  {
    filesGiB: Type.Optional(Type.Integer({ minimum: 1, maximum: 10000, description: 'Default: 20' })),
    databaseGiB: Type.Optional(Type.Integer({ minimum: 1, maximum: 10000, description: 'Default: 5' })),
  },
  group('What the tenant may fill'),
)

/** Limits at the edge. */
export const limits = Type.Object(
  {
    uploadMiB: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1024,
        description:
          'Largest upload; check refuses more than the pod has the memory to process as text. Default: 10',
      }),
    ),
    requestsPerMinute: Type.Optional(
      Type.Integer({
        minimum: 10,
        maximum: 60000,
        description:
          'A client address may send, files of the page aside; a whole office may be one address. ' +
          'More than 40 expectedUsers: 15 for each. Default: 600',
      }),
    ),
  },
  group('Limits at the edge'),
)
