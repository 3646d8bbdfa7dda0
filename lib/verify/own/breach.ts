import type { Facts } from '../../findings/catalogue.ts'

/** A rule on own charts that an object breaks: the field in it, and the facts. */
export interface OwnBreach {
  readonly field: string
  readonly facts: Facts['own-chart']
}
