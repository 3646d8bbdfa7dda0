import type { LayerGroup, ModelShape } from '../../../lib/catalog/model-entry.ts'
import { type MetaValue, type Tensor, type TensorType, writeSparseModel } from './gguf.ts'

/** Architectures of llama.cpp that a shape can be written as. */
export type Architecture =
  | 'llama'
  | 'qwen3'
  | 'qwen3moe'
  | 'gemma3'
  | 'gemma4'
  | 'gpt-oss'
  | 'qwen35'
  | 'nomic-bert'

const trainedContext = 131_072
const experts = 32
/** Size of one head of linear attention, and inputs that its convolution looks back. */
const linear = { headSize: 128, keyHeads: 16, kernel: 4 }

/** Writes a file of the architecture with the shape: every tensor that llama.cpp asks for, all of them empty. */
export function writeModel(path: string, architecture: Architecture, shape: ModelShape): void {
  const metadata = { ...sizes(architecture, shape), ...vocabulary(architecture, shape.vocabulary) }
  writeSparseModel(path, metadata, tensorsOf(architecture, shape))
}

interface Layer {
  readonly group: LayerGroup
  readonly kvHeads: number
  readonly headSize: number
}

/** Layers in the order that the architecture expects: windows first, the last of each period without one. */
function layersOf({ layers, headSize }: ModelShape): Layer[] {
  const kept = layers.filter(({ kind }) => kind !== 'none')
  const global = kept.find((one) => one.kind === 'attention' && one.windowTokens === undefined)
  const other = kept.find((one) => one !== global)
  const total = kept.reduce((sum, one) => sum + one.layers, 0)
  const period = global && other ? total / global.layers : 1
  const ordered = Array.from({ length: total }, (_, index) => {
    const last = Math.floor((index + 1) / period) > Math.floor(index / period)
    return (last ? global : other) ?? kept[0]
  })
  const shared = layers.filter(({ kind }) => kind === 'none').flatMap((one) => Array(one.layers).fill(one))
  return [...ordered, ...shared].map((group: LayerGroup | undefined) => {
    if (!group) throw new Error('the shape has no layers')
    const own = group.kind === 'attention' ? group : undefined
    return { group, kvHeads: own?.kvHeads ?? 1, headSize: own?.headSize ?? headSize }
  })
}

function sizes(architecture: Architecture, shape: ModelShape): Record<string, MetaValue> {
  const layers = layersOf(shape)
  const windows = layers.map(({ group }) => group.kind === 'attention' && group.windowTokens !== undefined)
  const window = layers.map(({ group }) => (group.kind === 'attention' ? (group.windowTokens ?? 0) : 0))
  const { size, expertsUsed } = shape.feedForward
  const encoder = architecture === 'nomic-bert'
  const own: Record<string, MetaValue> = {
    context_length: { u32: encoder ? 2048 : trainedContext },
    embedding_length: { u32: shape.hiddenSize },
    block_count: { u32: layers.length },
    feed_forward_length: { u32: expertsUsed ? size * expertsUsed : size },
    'attention.head_count': { u32: shape.heads },
    'attention.head_count_kv':
      architecture === 'gemma4'
        ? { i32s: layers.map(({ kvHeads }) => kvHeads) }
        : {
            u32: encoder
              ? shape.heads
              : (layers.find(({ group }) => group.kind === 'attention')?.kvHeads ?? 1),
          },
    ...(encoder
      ? {
          'attention.layer_norm_epsilon': { f32: 1e-12 },
          'attention.causal': { bool: false },
          pooling_type: { u32: 1 },
        }
      : {
          'attention.layer_norm_rms_epsilon': { f32: 1e-5 },
          'attention.key_length': { u32: shape.headSize },
          'attention.value_length': { u32: shape.headSize },
        }),
    'rope.dimension_count': { u32: shape.headSize },
    vocab_size: { u32: shape.vocabulary },
  }
  if (windows.includes(true)) own['attention.sliding_window'] = { u32: Math.max(...window) }
  if (expertsUsed) {
    own['expert_count'] = { u32: experts }
    own['expert_used_count'] = { u32: expertsUsed }
    own['expert_feed_forward_length'] = { u32: size }
  }
  if (architecture === 'gemma4') {
    const local = layers.find(({ group }) => group.kind === 'attention' && group.windowTokens !== undefined)
    own['attention.sliding_window_pattern'] = { bools: gemmaPattern(layers) }
    own['attention.key_length_swa'] = { u32: local?.headSize ?? 0 }
    own['attention.value_length_swa'] = { u32: local?.headSize ?? 0 }
    own['attention.shared_kv_layers'] = { u32: layers.filter(({ group }) => group.kind === 'none').length }
    own['embedding_length_per_layer_input'] = { u32: shape.perLayerSize ?? 0 }
  }
  if (architecture === 'qwen35') {
    const valueHeads = linearHeads(shape)
    own['rope.dimension_sections'] = { i32s: [11, 11, 10, 0] }
    own['ssm.conv_kernel'] = { u32: linear.kernel }
    own['ssm.inner_size'] = { u32: valueHeads * linear.headSize }
    own['ssm.state_size'] = { u32: linear.headSize }
    own['ssm.time_step_rank'] = { u32: valueHeads }
    own['ssm.group_count'] = { u32: linear.keyHeads }
  }
  const named = Object.entries(own).map(([key, value]) => [`${architecture}.${key}`, value] as const)
  return { 'general.architecture': { text: architecture }, ...Object.fromEntries(named) }
}

/** Layers that share keys follow the pattern of those that have their own. */
function gemmaPattern(layers: readonly Layer[]): boolean[] {
  const own = layers.filter(({ group }) => group.kind !== 'none')
  const windowed = own.map(({ group }) => group.kind === 'attention' && group.windowTokens !== undefined)
  const period = windowed.indexOf(false) + 1
  return layers.map((_, index) => (index + 1) % period !== 0)
}

/** Value heads of linear attention, from the bytes of one state. */
function linearHeads({ layers }: ModelShape): number {
  const { headSize, keyHeads, kernel } = linear
  const bytes = layers.find((one) => one.kind === 'recurrent')?.stateBytes ?? 0
  const looked = (kernel - 1) * 2 * keyHeads * headSize
  return (bytes / 4 - looked) / (headSize * headSize + (kernel - 1) * headSize)
}

function vocabulary(architecture: Architecture, count: number): Record<string, MetaValue> {
  const encoder = architecture === 'nomic-bert'
  const first = encoder
    ? ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
    : ['<unk>', '<s>', '</s>', ...Array.from({ length: 256 }, (_, byte) => `<0x${hex(byte)}>`)]
  const types = first.map((token) => (encoder || !token.startsWith('<0x') ? 3 : 6))
  const more = Array.from({ length: count - first.length }, (_, index) => `▁t${index}`)
  return {
    'tokenizer.ggml.model': { text: encoder ? 'bert' : 'llama' },
    'tokenizer.ggml.tokens': { texts: [...first, ...more] },
    'tokenizer.ggml.scores': { f32s: Array(count).fill(0) },
    'tokenizer.ggml.token_type': { i32s: [...types, ...more.map(() => 1)] },
    'tokenizer.ggml.unknown_token_id': { u32: encoder ? 1 : 0 },
    'tokenizer.ggml.bos_token_id': { u32: encoder ? 2 : 1 },
    'tokenizer.ggml.eos_token_id': { u32: encoder ? 3 : 2 },
    ...(encoder ? { 'tokenizer.ggml.token_type_count': { u32: 2 } } : {}),
    // Ollama's patch reads this vocabulary as one of pairs.
    ...(architecture === 'gemma4' ? { 'tokenizer.ggml.merges': { texts: ['▁ t'] } } : {}),
  }
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0')
}

function tensorsOf(architecture: Architecture, shape: ModelShape): Tensor[] {
  const { hiddenSize, perLayerSize = 0, vocabulary } = shape
  const ends = [tensor('token_embd', [hiddenSize, vocabulary])]
  if (architecture === 'nomic-bert') {
    ends.push(tensor('token_types', [hiddenSize, 2], 'f32'))
    ends.push(...norm('token_embd_norm', hiddenSize, true))
  } else {
    ends.push(...norm('output_norm', hiddenSize))
    if (!architecture.startsWith('gemma')) ends.push(tensor('output', [hiddenSize, vocabulary]))
  }
  const layers = layersOf(shape)
  if (architecture === 'gemma4') {
    ends.push(tensor('per_layer_token_embd', [perLayerSize * layers.length, vocabulary]))
    ends.push(tensor('per_layer_model_proj', [hiddenSize, perLayerSize * layers.length]))
    ends.push(...norm('per_layer_proj_norm', perLayerSize))
  }
  const pattern = architecture === 'gemma4' ? gemmaPattern(layers) : []
  return [
    ...ends,
    ...layers.flatMap((layer, index) => layerTensors(architecture, shape, layer, index, pattern)),
  ]
}

function layerTensors(
  architecture: Architecture,
  shape: ModelShape,
  layer: Layer,
  index: number,
  pattern: readonly boolean[],
): Tensor[] {
  const { hiddenSize, heads, feedForward, perLayerSize = 0 } = shape
  const at = (name: string) => `blk.${index}.${name}`
  const local = shape.layers.find((one) => one.kind === 'attention' && one.windowTokens !== undefined)
  const localSize = local?.kind === 'attention' ? local.headSize : shape.headSize
  const headSize = pattern.length === 0 ? layer.headSize : pattern[index] ? localSize : shape.headSize
  const out: Tensor[] = []
  const matrix = (name: string, from: number, to: number) => out.push(tensor(at(name), [from, to]))
  const norms = (length: number, ...names: string[]) =>
    out.push(...names.flatMap((name) => norm(at(name), length)))
  if (architecture === 'nomic-bert') {
    matrix('attn_qkv', hiddenSize, 3 * hiddenSize)
    matrix('attn_output', hiddenSize, hiddenSize)
    for (const name of ['attn_output_norm', 'layer_output_norm'])
      out.push(...norm(at(name), hiddenSize, true))
  } else {
    norms(hiddenSize, 'attn_norm')
    if (layer.group.kind === 'recurrent') out.push(...linearTensors(shape, at))
    else {
      const gated = architecture === 'qwen35' ? 2 : 1
      matrix('attn_q', hiddenSize, gated * heads * headSize)
      if (layer.group.kind !== 'none') {
        matrix('attn_k', hiddenSize, layer.kvHeads * headSize)
        matrix('attn_v', hiddenSize, layer.kvHeads * headSize)
      }
      matrix('attn_output', heads * headSize, hiddenSize)
      if (architecture !== 'llama' && architecture !== 'gpt-oss')
        norms(headSize, 'attn_q_norm', ...(layer.group.kind === 'none' ? [] : ['attn_k_norm']))
    }
    if (architecture !== 'gpt-oss' && architecture !== 'qwen35') norms(hiddenSize, 'ffn_norm')
  }
  if (architecture.startsWith('gemma')) norms(hiddenSize, 'post_attention_norm', 'post_ffw_norm')
  if (architecture === 'qwen35') norms(hiddenSize, 'post_attention_norm')
  if (architecture === 'gemma4') {
    if (index === pattern.indexOf(false)) out.push(...norm('rope_freqs', headSize / 2))
    matrix('inp_gate', hiddenSize, perLayerSize)
    matrix('proj', perLayerSize, hiddenSize)
    norms(hiddenSize, 'post_norm')
  }
  if (architecture === 'gpt-oss') out.push(...biases(shape, layer, at))
  if (feedForward.expertsUsed) out.push(...expertTensors(architecture, shape, at))
  else {
    matrix('ffn_gate', hiddenSize, feedForward.size)
    matrix('ffn_up', hiddenSize, feedForward.size)
    matrix('ffn_down', feedForward.size, hiddenSize)
  }
  return out
}

function expertTensors(
  architecture: Architecture,
  shape: ModelShape,
  at: (name: string) => string,
): Tensor[] {
  const { hiddenSize, feedForward } = shape
  const type: TensorType = architecture === 'gpt-oss' ? 'mxfp4' : 'q4_0'
  return [
    tensor(at('ffn_gate_inp'), [hiddenSize, experts], 'f32'),
    tensor(at('ffn_gate_exps'), [hiddenSize, feedForward.size, experts], type),
    tensor(at('ffn_up_exps'), [hiddenSize, feedForward.size, experts], type),
    tensor(at('ffn_down_exps'), [feedForward.size, hiddenSize, experts], type),
  ]
}

function biases(shape: ModelShape, { kvHeads, headSize }: Layer, at: (name: string) => string): Tensor[] {
  const { heads, hiddenSize, feedForward } = shape
  const bias = (name: string, ...lengths: number[]): Tensor => ({
    name: `${at(name)}.bias`,
    lengths,
    type: 'f32',
  })
  return [
    ...norm(at('post_attention_norm'), hiddenSize),
    ...norm(at('attn_sinks'), heads),
    bias('attn_q', heads * headSize),
    bias('attn_k', kvHeads * headSize),
    bias('attn_v', kvHeads * headSize),
    bias('attn_output', hiddenSize),
    bias('ffn_gate_inp', experts),
    bias('ffn_gate_exps', feedForward.size, experts),
    bias('ffn_up_exps', feedForward.size, experts),
    bias('ffn_down_exps', hiddenSize, experts),
  ]
}

function linearTensors(shape: ModelShape, at: (name: string) => string): Tensor[] {
  const valueHeads = linearHeads(shape)
  const { headSize, keyHeads, kernel } = linear
  const values = valueHeads * headSize
  const all = 2 * keyHeads * headSize + values
  return [
    tensor(at('attn_qkv'), [shape.hiddenSize, all]),
    tensor(at('attn_gate'), [shape.hiddenSize, values]),
    tensor(at('ssm_conv1d'), [kernel, all], 'f32'),
    { name: `${at('ssm_dt')}.bias`, lengths: [valueHeads], type: 'f32' },
    { name: at('ssm_a'), lengths: [valueHeads], type: 'f32' },
    tensor(at('ssm_beta'), [shape.hiddenSize, valueHeads]),
    tensor(at('ssm_alpha'), [shape.hiddenSize, valueHeads]),
    ...norm(at('ssm_norm'), headSize),
    tensor(at('ssm_out'), [values, shape.hiddenSize]),
  ]
}

function tensor(name: string, lengths: readonly number[], type: TensorType = 'q4_0'): Tensor {
  return { name: `${name}.weight`, lengths, type }
}

function norm(name: string, length: number, bias = false): Tensor[] {
  const weight = tensor(name, [length], 'f32')
  return bias ? [weight, { name: `${name}.bias`, lengths: [length], type: 'f32' }] : [weight]
}
