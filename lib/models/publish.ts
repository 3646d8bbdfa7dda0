import { fileURLToPath } from 'node:url'
import { x } from 'tinyexec'
import { modelsBucket, singleUploadBytes, uploadPartBytes } from '../catalog/model-store.ts'
import { type ModelName, manifestPath } from '../catalog/models.ts'

/** The program that sends; boto3 renews credentials and resumes what breaks, which takes longer than a session. */
export const publishProgram = fileURLToPath(new URL('publish.py', import.meta.url))

/** What is published, and where to. */
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

/** Runs it with this terminal. Answers its exit code; 127 when there is no Python. */
export async function publish(publication: Publication, python: string): Promise<number> {
  const run = x(python, [publishProgram], {
    nodeOptions: { stdio: 'inherit', env: { ...process.env, ...publishEnv(publication) } },
  })
  try {
    return (await run).exitCode ?? 1
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 127
    throw cause
  }
}
