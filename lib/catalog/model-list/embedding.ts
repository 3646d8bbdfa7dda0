import {
  type CatalogModel,
  type EmbeddingUse,
  grouped,
  library,
  manifests,
  reported,
} from '../model-entry.ts'

/** The tool capability of a model that only embeds. */
const encoder = {
  class: 'cpu',
  purpose: 'embedding',
  parallel: 'one',
  tools: 'none',
  toolsSource: library,
  vision: false,
  thinking: false,
} as const

/** Words before questions and passages; empty where the model takes texts as they are. */
function use(
  dimensions: number,
  queryPrefix: string,
  documentPrefix: string,
  place: string,
  date: string,
): EmbeddingUse {
  return { dimensions, queryPrefix, documentPrefix, prefixSource: { place, date } }
}

/** Models that make vectors of texts. */
export const embedding = {
  'nomic-embed-text': {
    ...encoder,
    weightsBytes: 274_302_450,
    weightsSource: manifests,
    shape: {
      layers: [{ kind: 'none', layers: 12 }],
      hiddenSize: 768,
      heads: 12,
      headSize: 64,
      feedForward: { size: 3072 },
      vocabulary: 30_522,
    },
    shapeSource: { place: 'ollama/ollama#1066 and its GGUF metadata', date: '2024' },
    maxContextTokens: 2048,
    licence: 'Apache-2.0',
    embedding: use(
      768,
      'search_query: ',
      'search_document: ',
      'docs.rs/crate/candle-examples examples/nomic-bert/README.md: task prefixes of nomic-embed-text-v1.5',
      '2026',
    ),
  },
  'mxbai-embed-large': {
    ...encoder,
    weightsBytes: 669_615_493,
    weightsSource: manifests,
    shape: {
      layers: [{ kind: 'none', layers: 24 }],
      hiddenSize: 1024,
      heads: 16,
      headSize: 64,
      feedForward: { size: 4096 },
      vocabulary: 30_522,
    },
    shapeSource: {
      place: 'mixedbread.ai/docs/embeddings/mxbai-embed-large-v1: BERT large, 24 layers of 1024',
      date: '2026',
    },
    maxContextTokens: 512,
    licence: 'Apache-2.0',
    embedding: use(
      1024,
      'Represent this sentence for searching relevant passages: ',
      '',
      'mixedbread.ai/docs/embeddings/mxbai-embed-large-v1',
      '2026',
    ),
  },
  'bge-m3': {
    ...encoder,
    weightsBytes: 1_157_672_605,
    weightsSource: manifests,
    shape: {
      layers: [{ kind: 'none', layers: 24 }],
      hiddenSize: 1024,
      heads: 16,
      headSize: 64,
      feedForward: { size: 4096 },
      vocabulary: 250_002,
    },
    shapeSource: { place: 'ollama.com/dengcao/bge-m3:567m/blobs/daec91ffb5dd: GGUF metadata', date: '2025' },
    maxContextTokens: 8192,
    licence: 'MIT',
    embedding: use(1024, '', '', 'huggingface.co/BAAI/bge-m3: no instruction for queries', '2024'),
  },
  'embeddinggemma:300m': {
    ...encoder,
    weightsBytes: 621_875_917,
    weightsSource: reported('Ollama /api/tags for digest 85462619ee72', '2026-04-19'),
    shape: {
      layers: [{ kind: 'none', layers: 24 }],
      hiddenSize: 768,
      heads: 3,
      headSize: 256,
      feedForward: { size: 1152 },
      vocabulary: 262_144,
    },
    shapeSource: { place: 'huggingface.co/google/embeddinggemma-300m config.json', date: '2025-09' },
    maxContextTokens: 2048,
    licence: 'Gemma',
    embedding: use(
      768,
      'task: search result | query: ',
      'title: none | text: ',
      'huggingface/blog embeddinggemma.md at 29c3655',
      '2025-09',
    ),
  },
  'qwen3-embedding:0.6b': {
    ...encoder,
    weightsBytes: 639_150_858,
    weightsSource: reported('Ollama /api/tags for digest ac6da0dfba84', '2026'),
    shape: {
      layers: grouped(28, 8, 128),
      hiddenSize: 1024,
      heads: 16,
      headSize: 128,
      feedForward: { size: 3072 },
      vocabulary: 151_669,
    },
    shapeSource: {
      place: 'huggingface.co/TensorStack/TextEncoder AceStepXL/config.json: Qwen3 of 1024',
      date: '2026',
    },
    maxContextTokens: 32_768,
    licence: 'Apache-2.0',
    embedding: use(
      1024,
      'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:',
      '',
      'huggingface.co/Qwen/Qwen3-Embedding-0.6B',
      '2025-06',
    ),
  },
} as const satisfies Record<string, CatalogModel>
