import { Type } from 'typebox'
import { optional, withDefault } from './fields.ts'

const closed = { additionalProperties: false } as const

/**
 * Fewest and most replicas of a server.
 *
 * @param leastMaximum the smallest `max`, where `min` may be smaller
 */
export const replicas = (what: string, minimum: number, maximum: number, leastMaximum = minimum) =>
  Type.Object(
    {
      min: Type.Integer({ minimum, maximum, description: `Fewest ${what} while the tenant is active` }),
      max: Type.Integer({ minimum: leastMaximum, maximum, description: `Most ${what}; at least min` }),
    },
    { ...closed, description: `Fewest and most ${what}` },
  )

/**
 * How models are served.
 *
 * @param parallelRequests default of the tier
 */
export const inference = (parallelRequests: number) =>
  Type.Object(
    {
      contextTokens: withDefault(
        Type.Integer({ minimum: 1024, maximum: 131072, description: 'Context window' }),
        8192,
      ),
      parallelRequests: withDefault(
        Type.Integer({
          minimum: 1,
          maximum: 16,
          description: 'Requests that one replica answers at once',
        }),
        parallelRequests,
      ),
    },
    { ...closed, description: 'How models are served' },
  )

/** How far the tenant scales. */
export const scaling = Type.Object(
  {
    openWebui: optional(replicas('Open WebUI replicas', 2, 20), 'computed from expectedUsers'),
    ollama: optional(replicas('replicas of the CPU model server', 1, 10), 'computed from expectedUsers'),
  },
  { ...closed, description: 'How far the tenant scales' },
)

/** Amounts of the namespace above those computed. */
export const quota = Type.Object(
  {
    cpuMillis: optional(Type.Integer({ minimum: 1, description: 'Sum of CPU requests' }), 'computed'),
    memoryGiB: optional(Type.Integer({ minimum: 1, description: 'Sum of memory requests' }), 'computed'),
    pods: optional(Type.Integer({ minimum: 1, description: 'Number of pods' }), 'computed'),
  },
  {
    ...closed,
    description: 'Raises the computed quota; less than the tenant needs is refused',
  },
)

/** How much the tenant may store. */
export const storage = Type.Object(
  {
    filesGiB: withDefault(Type.Integer({ minimum: 1, maximum: 10000 }), 20),
    databaseGiB: withDefault(Type.Integer({ minimum: 1, maximum: 10000 }), 5),
  },
  { ...closed, description: 'Storage that the tenant may fill' },
)

/** Limits at the edge. */
export const limits = Type.Object(
  {
    uploadMiB: withDefault(
      Type.Integer({
        minimum: 1,
        maximum: 1024,
        description: 'Largest upload; check refuses more than the pod has the memory to process as text',
      }),
      10,
    ),
    requestsPerMinute: optional(
      Type.Integer({
        minimum: 10,
        maximum: 60000,
        description: 'A client address may send, files of the page aside; a whole office may be one address',
      }),
      '600, and for more than 40 expectedUsers 15 for each',
    ),
  },
  { ...closed, description: 'Limits at the edge' },
)
