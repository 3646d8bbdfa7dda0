import type { Manifest } from '../../../lib/kube/object.ts'

/** The check that notices a mutant. */
export type Killer = 'intent table' | 'verifier' | 'fields of compositions' | 'policy tests'

/** A check of all files together. */
export interface WholeCheck {
  readonly name: Killer
  /** Whether files that hold mutants are noticed. */
  notices(manifests: readonly Manifest[]): Promise<boolean>
}
