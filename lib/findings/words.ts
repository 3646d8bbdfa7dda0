/** The words of a finding, made from its facts. */
export interface Words<F> {
  /** The mistake, with the value received. One sentence without a full stop. */
  why(facts: F): string
  /** The remedy, in the imperative. One sentence without a full stop. */
  remedy(facts: F): string
}

/** The words of each code of a topic. A code without words does not compile. */
export type WordsOf<F> = { readonly [C in keyof F]: Words<F[C]> }

/** Facts of a code with several problems, each with facts of its own. */
interface WithProblem {
  readonly problem: string
}

/** The facts of one problem; several problems may have the same. */
type CaseOf<F extends WithProblem, P> = F extends unknown ? (P extends F['problem'] ? F : never) : never

/** The words of a code with several problems. A problem without words does not compile. */
export function byProblem<F extends WithProblem>(
  cases: {
    readonly [P in F['problem']]: Words<CaseOf<F, P>>
  },
): Words<F> {
  const wordsOf = ({ problem }: F): Words<F> => cases[problem as F['problem']] as Words<F>
  return { why: (facts) => wordsOf(facts).why(facts), remedy: (facts) => wordsOf(facts).remedy(facts) }
}

/** Facts of a code that has none: its file and field say all. */
export type NoFacts = Readonly<Record<string, never>>

/** A question after a misspelt name, or the remedy for a name that resembles none. */
export function nearestOr(nearest: string | undefined, otherwise: string): string {
  return nearest === undefined ? otherwise : `did you mean ${nearest}?`
}
