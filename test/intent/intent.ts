import { isDeepStrictEqual } from 'node:util'
import { placesOf } from './places.ts'
import type { Subject } from './subjects.ts'

/** A condition on a value that is no single value. */
export class Rule {
  /** Completes "wanted is …". */
  readonly says: string
  readonly holds: (value: unknown, subject: Subject) => boolean

  constructor(says: string, holds: (value: unknown, subject: Subject) => boolean) {
    this.says = says
    this.holds = holds
  }
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json }

/** The value that a setting must have, or the condition on it. */
export type Wanted = Rule | Json

/** The reason for one setting, and its value, over all objects of its kinds. */
export interface Intent {
  /** Kinds of subjects, see {@link Subject}. */
  readonly of: string | readonly string[] | RegExp
  /** Only subjects with such a name. */
  readonly named?: RegExp
  /** Only subjects in such a file below dist. */
  readonly in?: RegExp
  /** Only subjects of which this is true. */
  readonly where?: (subject: Subject) => boolean
  readonly why: string
  /** Values by path, see {@link placesOf}. */
  readonly settings: Readonly<Record<string, Wanted>>
}

/** One of some values. */
export function oneOf(...values: readonly unknown[]): Rule {
  return new Rule(`one of ${values.map((value) => JSON.stringify(value)).join(', ')}`, (value) =>
    values.some((one) => isDeepStrictEqual(one, value)),
  )
}

/** A number, also as a text, with bounds that both count. */
export function between(least: number, most: number): Rule {
  return new Rule(
    `a number from ${least} to ${most}`,
    (value) =>
      (typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))) &&
      Number(value) >= least &&
      Number(value) <= most,
  )
}

/** A text of a form. */
export function matches(form: RegExp): Rule {
  return new Rule(
    `a text that matches ${form.source}`,
    (value) => typeof value === 'string' && form.test(value),
  )
}

/** A list, in any order, of some values and no other. */
export function exactly(...values: readonly unknown[]): Rule {
  const sorted = (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).sort()
  return new Rule(
    `in any order ${sorted(values).join(', ')}`,
    (value) => Array.isArray(value) && isDeepStrictEqual(sorted(value as unknown[]), sorted(values)),
  )
}

/** Nothing: the field is absent. */
export const absent = new Rule('absent', (value) => value === undefined)
/** Anything but nothing. */
export const present = new Rule('present', (value) => value !== undefined && value !== '')

/** A condition in words. */
export function that<T = unknown>(says: string, holds: (value: T, subject: Subject) => boolean): Rule {
  return new Rule(says, (value, subject) => holds(value as T, subject))
}

/** Whether an intent concerns a subject. */
export function concerns({ of, named, in: files, where }: Intent, subject: Subject): boolean {
  return (
    (typeof of === 'string'
      ? of === subject.kind
      : of instanceof RegExp
        ? of.test(subject.kind)
        : of.includes(subject.kind)) &&
    (named?.test(subject.name) ?? true) &&
    (files?.test(subject.file) ?? true) &&
    (where?.(subject) ?? true)
  )
}

/** Settings of a subject that are not as an intent wants them: where, the value, the wanted one, the reason. */
export function departures(intents: readonly Intent[], subject: Subject): string[] {
  return intents
    .filter((intent) => concerns(intent, subject))
    .flatMap(({ why, settings }) =>
      Object.entries(settings).flatMap(([path, wanted]) =>
        placesOf(subject.value, path)
          .filter(({ value }) => !satisfies(value, wanted, subject))
          .map(
            ({ path: at, value }) =>
              `${subject.file} ${subject.kind}/${subject.name} ${at} is ${JSON.stringify(value)}, wanted is ${words(wanted)}: ${why}`,
          ),
      ),
    )
}

function satisfies(value: unknown, wanted: Wanted, subject: Subject): boolean {
  if (!(wanted instanceof Rule)) return isDeepStrictEqual(value, wanted)
  try {
    return wanted.holds(value, subject)
  } catch {
    // The value has another form than the rule can read.
    return false
  }
}

function words(wanted: Wanted): string {
  return wanted instanceof Rule ? wanted.says : JSON.stringify(wanted)
}
