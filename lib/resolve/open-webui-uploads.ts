import { embeddingModel } from '../catalog/models.ts'
import { MiB } from '../catalog/units.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import { serverUrl } from './open-webui-inference.ts'
import { memoryLimitBytes } from './open-webui-scale.ts'
import type { Env } from './pod-types.ts'

/** Memory of a process at rest (1.16 GiB), and what its first document adds; bytes, measured with 0.12.4. */
const restBytes = (1188 + 70) * MiB
/**
 * Memory that a byte of text takes while its file is split, embedded and stored: vectors of Python's floats. Measured
 * with 0.12.4: a text of 10 MiB took 486 MiB in chunks of 2,000 letters, 817 MiB in Open WebUI's own of 1,000.
 */
const bytesPerTextByte = 42
/** Uploads that one pod processes at once: all of them wait for the same embedding model. */
const atOnce = 2

/**
 * Largest upload that a pod with that much memory processes, MiB. Open WebUI has one limit for both: a file above
 * `RAG_FILE_MAX_SIZE` is neither processed nor stored, so the limit is that of plain text, of which every byte is
 * processed.
 *
 * @see open_webui/routers/files.py upload_file_handler (0.12.4)
 */
export function mostUploadMiB(podBytes: number = memoryLimitBytes): number {
  return Math.max(0, Math.floor((podBytes - restBytes) / (atOnce * bytesPerTextByte) / MiB))
}

/**
 * How documents are read. By default Open WebUI sends each chunk in a request of its own, all of them at once: a text of
 * 5 MB made 5,400. Here 10 MiB make 366, two at once. A chunk that fails fails its whole file: the file is listed with
 * the error and none of its chunks is stored (run with 0.12.4).
 *
 * @see open_webui/retrieval/utils.py get_embedding_function (0.12.4)
 */
export function uploadsEnv(spec: CompleteTenantSpec): Env {
  return {
    // Half as many vectors as with chunks of 1,000; any script of 2,000 letters fits the model's 2,048 tokens.
    CHUNK_OVERLAP: '200',
    CHUNK_SIZE: '2000',
    RAG_EMBEDDING_BATCH_SIZE: '16',
    // The model embeds one request at a time: the second keeps it busy, a third would only wait.
    RAG_EMBEDDING_CONCURRENT_REQUESTS: '2',
    // The model was trained with these words before passages and questions; without them it finds less. Their last space
    // counts.
    RAG_EMBEDDING_CONTENT_PREFIX: embeddingModel.documentPrefix,
    RAG_EMBEDDING_ENGINE: 'ollama',
    RAG_EMBEDDING_MODEL: embeddingModel.name,
    RAG_EMBEDDING_QUERY_PREFIX: embeddingModel.queryPrefix,
    RAG_FILE_MAX_SIZE: String(spec.limits.uploadMiB),
    RAG_OLLAMA_BASE_URL: serverUrl('cpu'),
  }
}
