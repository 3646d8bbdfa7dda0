/** Signs and recognises texts that this user's own runs wrote. */
export interface Seal {
  of(text: string): string
  holds(seal: string, text: string): boolean
  /** The same of a text that comes in parts. */
  writer(): { add(text: string): void; seal(): string }
}

/** See seal.js. */
export function openSeal(mayWrite?: boolean): Seal | undefined
