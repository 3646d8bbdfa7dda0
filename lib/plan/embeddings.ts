import type { KubeObject } from '../kube/object.ts'
import { whereOf } from './fold.ts'
import type { ObjectChange } from './objects.ts'
import type { Embedding } from './report.ts'

/** Variables of Open WebUI that decide the vector of a text. Chunks are texts of their own. */
const decisive = [
  'RAG_EMBEDDING_ENGINE',
  'RAG_EMBEDDING_MODEL',
  'RAG_EMBEDDING_CONTENT_PREFIX',
  'RAG_EMBEDDING_QUERY_PREFIX',
  'CHUNK_SIZE',
  'CHUNK_OVERLAP',
]

interface Container {
  readonly env?: readonly { readonly name: string; readonly value?: string }[]
}

function decisiveOf(object: KubeObject): Map<string, string> {
  const spec = object['spec'] as { template?: { spec?: { containers?: readonly Container[] } } } | undefined
  const env = (spec?.template?.spec?.containers ?? []).flatMap((container) => container.env ?? [])
  return new Map(decisive.map((name) => [name, env.find((one) => one.name === name)?.value ?? 'none']))
}

/**
 * Changes after which the vectors of stored documents do not fit those of new questions. Open WebUI compares both
 * without a word, so people find less. Only embedding every document anew helps.
 */
export function embeddingsOf(change: ObjectChange): Embedding[] {
  const { kind, action, before, after } = change
  if (kind !== 'apps/Deployment' || action !== 'update' || !before || !after) return []
  const [was, is] = [decisiveOf(before), decisiveOf(after)]
  return decisive.flatMap((name) => {
    const [old, now] = [was.get(name) ?? '', is.get(name) ?? '']
    return old === now ? [] : [{ variable: name, before: old, after: now, ...whereOf(change) }]
  })
}
