import type { Serving } from './inputs.ts'

interface Prompt {
  readonly chat: string
  readonly tokens: number
}

/**
 * The prompts that one replica still holds: the last one of each slot, and earlier ones in host memory, of which the
 * oldest are dropped. A question of a chat whose earlier turns are held is read from there, and only its new part is
 * computed.
 *
 * @see https://github.com/ggml-org/llama.cpp tools/server/README.md: `--cache-prompt`, `--cache-ram`
 */
export class PromptCache {
  readonly #serving: Serving
  readonly #slots: Prompt[] = []
  readonly #stored: Prompt[] = []

  constructor(serving: Serving) {
    this.#serving = serving
  }

  /**
   * Takes a question, and keeps what the chat is afterwards.
   *
   * @param before tokens of the chat's earlier turns
   * @param after the same with this question and its answer
   * @returns tokens of the earlier turns that need not be computed again
   */
  ask(chat: string, before: number, after: number): number {
    const found = this.#take(this.#slots, chat) ?? this.#take(this.#stored, chat)
    const tokens = Math.min(after, this.#serving.contextTokens)
    this.#slots.push({ chat, tokens })
    if (this.#slots.length > this.#serving.parallel) this.#store(this.#slots.shift())
    return Math.min(before, found?.tokens ?? 0)
  }

  #take(from: Prompt[], chat: string): Prompt | undefined {
    const index = from.findIndex((one) => one.chat === chat)
    return index < 0 ? undefined : from.splice(index, 1)[0]
  }

  #store(prompt: Prompt | undefined): void {
    if (!prompt) return
    this.#stored.push(prompt)
    const bytes = () =>
      this.#serving.kvBytesPerToken * this.#stored.reduce((sum, { tokens }) => sum + tokens, 0)
    while (this.#stored.length > 0 && bytes() > this.#serving.promptCacheBytes) this.#stored.shift()
  }
}
