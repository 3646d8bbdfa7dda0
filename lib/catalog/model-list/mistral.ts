import { type CatalogModel, grouped, library, manifests, reported } from '../model-entry.ts'
import { torchtune } from './sources.ts'

/** Mistral’s models. */
export const mistralModels = {
  'mistral:7b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 4_372_824_384,
    weightsSource: manifests,
    shape: {
      layers: grouped(32, 8, 128),
      hiddenSize: 4096,
      heads: 32,
      headSize: 128,
      feedForward: { size: 14_336 },
      vocabulary: 32_768,
    },
    shapeSource: torchtune('mistral'),
    maxContextTokens: 32_768,
    parallel: 'free',
    licence: 'Apache-2.0',
    tools: 'template',
    toolsSource: library,
    vision: false,
    thinking: false,
  },
  'ministral-3:8b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 6_022_236_616,
    weightsSource: reported('Ollama /api/tags for digest 1922accd5827', '2025-12'),
    shape: {
      layers: grouped(34, 8, 128),
      hiddenSize: 4096,
      heads: 32,
      headSize: 128,
      feedForward: { size: 14_336 },
      vocabulary: 131_072,
    },
    shapeSource: {
      place:
        'huggingface/transformers src/transformers/models/ministral3/configuration_ministral3.py at 008e574',
      date: '2026',
    },
    maxContextTokens: 262_144,
    parallel: 'free',
    licence: 'Apache-2.0',
    tools: 'template',
    toolsSource: library,
    vision: true,
    thinking: false,
  },
  'mistral-small3.2:24b': {
    class: 'gpu',
    purpose: 'chat',
    weightsBytes: 15_177_384_862,
    weightsSource: manifests,
    shape: {
      layers: grouped(40, 8, 128),
      hiddenSize: 5120,
      heads: 32,
      headSize: 128,
      feedForward: { size: 32_768 },
      vocabulary: 131_072,
    },
    shapeSource: {
      place:
        'huggingface.co/darkc0de/3.2test config.json: Mistral-Small-3.2-24B-Instruct-2506 without its eyes',
      date: '2025',
    },
    maxContextTokens: 131_072,
    parallel: 'free',
    licence: 'Apache-2.0',
    tools: 'template',
    toolsSource: library,
    vision: true,
    thinking: false,
  },
} as const satisfies Record<string, CatalogModel>
