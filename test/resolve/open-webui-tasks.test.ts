import { expect, test } from 'vitest'
import { type ChatModel, catalogModel, cpuChatModels } from '../../lib/catalog/models.ts'
import { environment } from '../support/environment.ts'

const tasks = (models: readonly ChatModel[], more: object = {}) => {
  const env = environment({ tier: 'premium', models, ...more })
  return { title: env['ENABLE_TITLE_GENERATION'], by: env['TASK_MODEL'] }
}

test.each(cpuChatModels.filter((name) => catalogModel(name).weightsBytes > 2e9))(
  '%s on a CPU writes answers only: chats are listed by their first question',
  (name) => {
    expect(tasks([name]).title).toBe('false')
  },
)

test('titles are written by a small model beside a large one, and by a GPU', () => {
  expect(tasks(['llama3:8b', 'llama3.2:1b'])).toEqual({ title: 'true', by: 'llama3.2:1b' })
  expect(tasks(['llama3:70b'])).toEqual({ title: 'true', by: 'llama3:70b' })
  // A 7B on a CPU is smaller than a 70B on a GPU and slower.
  expect(tasks(['llama3:70b', 'mistral:7b'])).toEqual({ title: 'true', by: 'llama3:70b' })
  expect(tasks(['mistral:7b'], { serveOnGpu: ['mistral:7b'] })).toEqual({ title: 'true', by: 'mistral:7b' })
})

test.each(['FOLLOW_UP', 'TAGS', 'RETRIEVAL_QUERY', 'SEARCH_QUERY', 'AUTOCOMPLETE'])(
  'no tenant pays for a call of a model to generate %s',
  (name) => {
    for (const models of [['llama3.2:1b'], ['llama3:70b']])
      expect(environment({ tier: 'premium', models })[`ENABLE_${name}_GENERATION`]).toBe('false')
  },
)
