import type { Source } from '../model-entry.ts'

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
 * State of one layer of gated linear attention of Qwen 3.5: heads of 128 by 128 numbers, and the last three inputs of a
 * convolution over values, keys and queries. f32, so bytes are four times the numbers.
 *
 * @see https://github.com/huggingface/transformers/blob/main/src/transformers/models/qwen3_5_moe/configuration_qwen3_5_moe.py
 * and llama.cpp src/llama-hparams.cpp `n_embd_r`, `n_embd_s`
 */
export function linearState(valueHeads: number): number {
  const headSize = 128
  const keyHeads = 16
  return 4 * (valueHeads * headSize * headSize + 3 * (valueHeads * headSize + 2 * keyHeads * headSize))
}
