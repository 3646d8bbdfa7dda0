/** Layers of one kind, as llama.cpp keeps their past. */
export type LayerGroup =
  | {
      /** Every token's key and value are kept; with a window, only those of the window and of one batch. */
      readonly kind: 'attention'
      readonly layers: number
      readonly kvHeads: number
      /** Length of one head's key, and of its value. */
      readonly headSize: number
      /** Sliding window, tokens. */
      readonly windowTokens?: number
    }
  | {
      /** Linear attention: one state a sequence, of the same size for every context. */
      readonly kind: 'recurrent'
      readonly layers: number
      /** Bytes a layer and sequence, at f32. */
      readonly stateBytes: number
      /** Lengths of all its queries, keys and values of one token. */
      readonly mixedSize: number
    }
  | {
      /** An encoder, or layers that reuse the keys and values of earlier ones: nothing is kept. */
      readonly kind: 'none'
      readonly layers: number
    }

/** Sizes from which a model's memory is computed: see lib/resolve/model-memory.ts. */
export interface ModelShape {
  readonly layers: readonly LayerGroup[]
  /** Length of a token's hidden state. */
  readonly hiddenSize: number
  /** Query heads. */
  readonly heads: number
  /** Length of one query head, the largest of all layers. */
  readonly headSize: number
  /** Inner length of the feed-forward part, and for a mixture the experts that each token uses. */
  readonly feedForward: { readonly size: number; readonly expertsUsed?: number }
  readonly vocabulary: number
  /** Numbers that each token brings along for each layer, beside its hidden state. */
  readonly perLayerSize?: number
}

/** A figure's place, and the day or month on which it was current. */
export interface Source {
  readonly place: string
  readonly date: string
}

/** One model that a tenant may ask for by name: a tag of https://ollama.com/library. */
export interface CatalogModel {
  /** `cpu`: answers at reading speed on a CPU node and is open to every tier; `gpu`: premium only. */
  readonly class: 'cpu' | 'gpu'
  readonly purpose: 'chat' | 'embedding'
  /** Size of the tag, all its layers. Where the source rounds, the upper end of the rounding. Bytes. */
  readonly weightsBytes: number
  readonly weightsSource: Source
  readonly shape: ModelShape
  readonly shapeSource: Source
  /** Longest context that the model was trained for, tokens. */
  readonly maxContextTokens: number
  /** `one`: Ollama serves one request at a time, because of the architecture or because it embeds. */
  readonly parallel: 'free' | 'one'
  /** Licence of the weights, by its SPDX identifier where it has one. */
  readonly licence: string
  /**
   * Whether the template of the tag has tools. Ollama answers a request that carries tools with HTTP 400
   * ("does not support tools") where it has none. `unknown`: no source says so; treated as `none`.
   */
  readonly tools: 'template' | 'none' | 'unknown'
  /** Source of `tools`; for `unknown`, the search that found none. */
  readonly toolsSource: Source
  /** Whether it reads pictures, and whether it writes its reasoning apart from the answer. */
  readonly vision: boolean
  readonly thinking: boolean
  /** For an embedding model: length of its vectors, and the words that it wants before a text. */
  readonly embedding?: EmbeddingUse
}

/** How an embedding model is used. */
export interface EmbeddingUse {
  readonly dimensions: number
  /** Put before a question and before a passage; empty: the text as it is. */
  readonly queryPrefix: string
  readonly documentPrefix: string
  readonly prefixSource: Source
}

/**
 * The library's own list: sizes in two digits, contexts and capabilities, as a public program reads them from
 * ollama.com every day.
 */
export const library: Source = {
  place: 'auditomatic/ollama-models-registry data/models.json at 31464bb',
  date: '2026-08-21',
}

/** The registry's own manifests: bytes of each layer. */
export const manifests: Source = {
  place: 'josh/ollama-models-nix manifests/registry.ollama.ai/library at b962467',
  date: '2025-08-05',
}

/** Bytes that an Ollama server reports for the tag in `/api/tags`, as public tests and notes quote them. */
export function reported(place: string, date: string): Source {
  return { place, date }
}

/** Upper end of a size that the library shows with one decimal of a GB, or without decimals. Bytes. */
export function shown(gb: number): number {
  const step = Number.isInteger(gb) && gb >= 10 ? 0.5 : 0.05
  return Math.round((gb + step) * 1_000_000_000)
}

/** Attention in every layer, as most models have it. */
export function grouped(
  layers: number,
  kvHeads: number,
  headSize: number,
): readonly [LayerGroup & { kind: 'attention' }] {
  return [{ kind: 'attention', layers, kvHeads, headSize }]
}
