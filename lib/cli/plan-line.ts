import type { Line, Mark } from './plan-layout.ts'

/** A line of a page, and the indented lines below it. */
export function line(mark: Mark, text: string, details: readonly string[] = []): Line {
  return { mark, text, details }
}
