import type { LayerGroup, Source } from '../model-entry.ts'

/** Meta's own list of its models' sizes. */
export const llama: Source = { place: 'meta-llama/llama-models models/sku_list.py', date: '2024' }

/** Sizes by which a public training framework builds the model. */
export function slime(model: string): Source {
  return { place: `THUDM/slime scripts/models/${model}.sh at 624b824`, date: '2026-08-21' }
}

/** Builders of PyTorch's own recipes. */
export function torchtune(model: string): Source {
  return { place: `pytorch/torchtune torchtune/models/${model}/_model_builders.py`, date: '2025' }
}

/** Google's own implementation. */
export function gemma(file: string): Source {
  return { place: `google-deepmind/gemma gemma/gm/nn/${file} at 7691fd4`, date: '2026-07-24' }
}

/**
 * Layers of gated linear attention of Qwen 3.5. The state of one is heads of 128 by 128 numbers, and the last three
 * inputs of a convolution over values, keys and queries, at f32.
 *
 * @see https://github.com/huggingface/transformers/blob/main/src/transformers/models/qwen3_5_moe/configuration_qwen3_5_moe.py
 * and llama.cpp src/llama-hparams.cpp `n_embd_r`, `n_embd_s`
 */
export function linear(layers: number, valueHeads: number): LayerGroup & { kind: 'recurrent' } {
  const headSize = 128
  const keyHeads = 16
  const mixedSize = (valueHeads + 2 * keyHeads) * headSize
  const stateBytes = 4 * (valueHeads * headSize * headSize + 3 * mixedSize)
  return { kind: 'recurrent', layers, stateBytes, mixedSize }
}
