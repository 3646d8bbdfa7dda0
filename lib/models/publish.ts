import { fileURLToPath } from 'node:url'
import { x } from 'tinyexec'
import { modelsBucket, singleUploadBytes, uploadPartBytes } from '../catalog/model-store.ts'
import { type ModelName, manifestPath } from '../catalog/models.ts'

/** The program that sends; boto3 renews credentials and resumes what breaks, which takes longer than a session. */
export const publishProgram = fileURLToPath(new URL('publish.py', import.meta.url))

/** Model to publish, and its target. */
export interface Publication {
  readonly name: ModelName
  /** Folder with `manifests/` and `blobs/`. */
  readonly store: string
  readonly accountId: string
  readonly regions: readonly string[]
}

/** Environment of the program. */
export function publishEnv({ name, store, accountId, regions }: Publication): Record<string, string> {
  return {
    MANIFEST: manifestPath(name),
    PART_BYTES: String(uploadPartBytes),
    SINGLE_BYTES: String(singleUploadBytes),
    STORE: store,
    TARGETS: regions.map((region) => `${region} ${modelsBucket(accountId, region)}`).join('\n'),
  }
}

/** Result of publishing. */
export interface Published {
  /** The program's exit code; 127 when there is no Python. */
  readonly code: number
  /** Digest of the version, once every region holds it. */
  readonly digest?: string
}

/** Runs the program; its lines go on as they come, its errors to this terminal. */
export async function publish(
  publication: Publication,
  python: string,
  line: (text: string) => void,
): Promise<Published> {
  const run = x(python, [publishProgram], {
    nodeOptions: {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...publishEnv(publication) },
    },
  })
  let last = ''
  try {
    for await (const text of run) {
      line(text)
      last = text
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { code: 127 }
    throw cause
  }
  const code = run.exitCode ?? 1
  return code === 0 ? { code, digest: last } : { code }
}
