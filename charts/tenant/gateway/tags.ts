import type { ResolvedModel } from '../../../lib/resolve/pod-types.ts'

/** Ollama leaves the time of the file here; the gateway has no file, and Open WebUI shows it to administrators only. */
const unknownTime = '1970-01-01T00:00:00Z'

/**
 * The models of a server in the form of Ollama's `GET /api/tags`. The same as the server's own answer, but for the time
 * and the details of the file.
 *
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models
 */
export function modelList(models: readonly ResolvedModel[]): string {
  return `${JSON.stringify({
    models: models.map(({ name, digest, weightsBytes }) => ({
      name,
      model: name,
      modified_at: unknownTime,
      size: weightsBytes,
      digest: digest?.replace('sha256:', '') ?? '',
      details: {
        parent_model: '',
        format: 'gguf',
        family: '',
        families: null,
        parameter_size: '',
        quantization_level: '',
      },
    })),
  })}\n`
}
