import { type DurationBasis, durations } from '../catalog/recovery.ts'

/** One step of a recovery. */
export interface Step {
  readonly name: string
  readonly seconds: number
  readonly basis: DurationBasis
  /** The setting or the document that yields the figure. */
  readonly by: string
  /** Steps of one stage run side by side; stages one after the other. */
  readonly stage: number
}

/** A target against what the steps on its longest way take. */
export interface Target {
  readonly name: string
  /** Scope of the failure: a zone, or the whole region. */
  readonly loss: 'zone' | 'region'
  readonly kind: 'RTO' | 'RPO'
  readonly targetSeconds: number
  readonly seconds: number
  readonly steps: readonly Step[]
  /** `met`: within the target by settings and documents; `expected`: if what is typical or assumed holds. */
  readonly verdict: 'met' | 'expected' | 'over'
  /** Remedy that closes the gap, or a remaining risk. */
  readonly note: string
  /** Alerts that watch it, by their names in dist; empty when none does. */
  readonly alerts: readonly string[]
}

/** Objects of one cluster that a failover creates, changes or deletes, by kind. */
export interface Walk {
  readonly cluster: string
  readonly created: Readonly<Record<string, number>>
  readonly changed: Readonly<Record<string, number>>
  readonly deleted: Readonly<Record<string, number>>
}

/** The result of a drill. */
export interface DrillReport {
  readonly from: string
  readonly to: string
  /** The one line, and its file. */
  readonly line: { readonly file: string; readonly text: string }
  readonly moves: readonly string[]
  readonly stays: readonly string[]
  readonly walks: readonly Walk[]
  /** Slow resources that the standby would first have to create; empty if it is ready. */
  readonly notReady: readonly string[]
  readonly targets: readonly Target[]
}

/** The longest way: the slowest step of each stage. */
export function longest(steps: readonly Step[]): number {
  const stages = new Map<number, number>()
  for (const { stage, seconds } of steps) stages.set(stage, Math.max(stages.get(stage) ?? 0, seconds))
  return [...stages.values()].reduce((sum, one) => sum + one, 0)
}

/** Judges a target by its longest way. */
export function target(
  of: Omit<Target, 'seconds' | 'verdict' | 'note'>,
  notes: { readonly within: string; readonly over: string },
): Target {
  const seconds = longest(of.steps)
  const within = seconds <= of.targetSeconds
  const certain = of.steps.every(({ basis }) => basis === 'setting' || basis === 'documented')
  const verdict = !within ? 'over' : certain ? 'met' : 'expected'
  return { ...of, seconds, verdict, note: within ? notes.within : notes.over }
}

/** A step with a duration from the catalogue. */
export function catalogued(stage: number, name: string, of: keyof typeof durations): Step {
  const { seconds, basis, source } = durations[of]
  return { name, seconds, basis, by: source, stage }
}
