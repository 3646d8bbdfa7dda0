import { catalogModel, type ModelName } from '../catalog/models.ts'
import { GB } from '../catalog/units.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import { chatModelsOf, modelServers } from './model-server.ts'
import type { Env } from './pod-types.ts'

/** Weights up to which a model writes a title on a CPU in seconds: the models of 1B and 3B, bytes. */
const smallBytes = 2 * GB

/**
 * The model that writes titles: served by a GPU, or small. A model of 7B and more on a CPU reads the prompt of a title
 * for longer than a person reads the answer, and holds one of its few places meanwhile.
 */
export function titleModel(spec: CompleteTenantSpec): ModelName | undefined {
  const onGpu = new Set(
    modelServers(spec).flatMap(({ nodeClass, models }) => (nodeClass === 'gpu' ? models : [])),
  )
  return smallest(
    chatModelsOf(spec).filter((name) => onGpu.has(name) || catalogModel(name).weightsBytes <= smallBytes),
  )
}

/**
 * Calls of a model beside the answer. A title is one call a chat: without it a chat is listed by its first question.
 * Follow-up questions are one call a turn, tags one a chat, queries for documents one before each answer: each doubles
 * the wait for somebody else, so they are off, and documents are searched by the question itself.
 *
 * @see open_webui/utils/middleware.py background_tasks_handler, chat_completion_files_handler (0.12.4)
 */
export function tasksEnv(spec: CompleteTenantSpec): Env {
  const title = titleModel(spec)
  return {
    ENABLE_AUTOCOMPLETE_GENERATION: 'false',
    ENABLE_FOLLOW_UP_GENERATION: 'false',
    ENABLE_RETRIEVAL_QUERY_GENERATION: 'false',
    ENABLE_SEARCH_QUERY_GENERATION: 'false',
    ENABLE_TAGS_GENERATION: 'false',
    ENABLE_TITLE_GENERATION: String(title !== undefined),
    TASK_MODEL: title ?? smallest(chatModelsOf(spec)) ?? '',
  }
}

function smallest(names: readonly ModelName[]): ModelName | undefined {
  return [...names].sort((a, b) => catalogModel(a).weightsBytes - catalogModel(b).weightsBytes)[0]
}
