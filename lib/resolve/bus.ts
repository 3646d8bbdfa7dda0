import { imageReference } from '../catalog/images.ts'
import { KiB, MiB } from '../catalog/units.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import { busAccess } from './cache-access.ts'
import { tenantNames } from './names.ts'
import { lostNodeSeconds } from './ollama.ts'
import type { ResolvedBus } from './pod-types.ts'

/**
 * Memory of a bus: what Open WebUI 0.12.4 keeps there, measured on Valkey 8.1.1 with its own keys. Bytes.
 *
 * - A socket is a copy of the user's row: 1.3 KiB, with 8 KiB of settings 10.1 KiB. A user has two pages open.
 * - A user's sign-in attempts take 0.4 KiB, a sign-out 0.1 KiB for the life of its token: 1 KiB together.
 * - An answer under way takes 113 KiB for 8,192 tokens (a snapshot and its changes, at most twice as long) and more
 *   with the sources that it quotes: 256 KiB. One user in ten waits for one.
 */
export const busUse = { socket: 10.5 * KiB, signIn: 1 * KiB, answer: 256 * KiB } as const
/** Notes that are being written (a large one takes some MiB), the list of models, buffers of subscribers. */
const fixedBytes = 80 * MiB

/** Bytes that one of the expected users takes. */
export const busBytesPerUser = 2 * busUse.socket + busUse.signIn + busUse.answer / 10

/** Resolves the tenant's bus; a tenant with a cache of its own has none. */
export function resolveBus(spec: CompleteTenantSpec): ResolvedBus {
  const { secret, cacheUser } = tenantNames(spec.id)
  const step = 32 * MiB
  const dataBytes = Math.ceil((fixedBytes + busBytesPerUser * spec.expectedUsers) / step) * step
  return {
    image: imageReference('valkey'),
    dataBytes,
    // The log is written anew when it has doubled; while that lasts, old and new lie side by side.
    logBytes: 4 * dataBytes,
    lostNodeSeconds,
    pod: {
      cpuMillis: 50,
      memoryBytes: dataBytes,
      // Writing the log anew copies the pages that change meanwhile.
      memoryLimitBytes: 1.5 * dataBytes + 64 * MiB,
      ephemeralBytes: 4 * dataBytes + 64 * MiB,
      gpus: 0,
    },
    password: { secret, key: 'bus-password' },
    accessRules: busAccess(cacheUser),
  }
}
