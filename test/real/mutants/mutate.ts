import type { KubeObject } from '../../../lib/kube/object.ts'
import type { Leaf, Path } from './leaves.ts'

/** One change of one value. */
export interface Mutant {
  readonly leaf: Leaf
  /** `true → false`, `removed`. */
  readonly change: string
  readonly to: unknown
}

/** The object of a mutant with its change; everything else of it is shared with the original. */
export function mutated({ leaf: { subject, path }, to }: Mutant, object = subject.object): KubeObject {
  return replaced(object, path, to) as KubeObject
}

/** Whether a mutant takes an item or a field away. */
export function isRemoval({ to }: Mutant): boolean {
  return to === removal
}

/** Words of which one takes the place of another: a typing error would be refused by the schema alone. */
const choices: readonly (readonly string[])[] = [
  ['Retain', 'Delete'],
  ['Fail', 'Ignore'],
  ['Deny', 'Audit'],
  ['Deny', 'Allow'],
  ['Always', 'IfNotPresent', 'Never'],
  ['Always', 'OnFailure'],
  ['WaitForFirstConsumer', 'Immediate'],
  ['DoNotSchedule', 'ScheduleAnyway'],
  ['NoSchedule', 'PreferNoSchedule'],
  ['RollingUpdate', 'Recreate'],
  ['RollingUpdate', 'OnDelete'],
  ['PreemptLowerPriority', 'Never'],
  ['restricted', 'baseline', 'privileged'],
  ['ClusterIP', 'LoadBalancer'],
  ['Ingress', 'Egress'],
  ['TCP', 'UDP'],
  ['In', 'NotIn'],
  ['Exists', 'DoesNotExist'],
  ['Equivalent', 'Exact'],
  ['Orphan', 'Delete'],
  ['Owner', 'Orphan'],
  ['Policy', 'Exact'],
  ['RuntimeDefault', 'Unconfined'],
  ['Foreground', 'Background'],
  ['Required', 'Optional'],
  ['AES256', 'aws:kms'],
  ['PRIMARY', 'SECONDARY'],
  ['ENABLED', 'DISABLED'],
  ['Enabled', 'Disabled'],
  ['GOVERNANCE', 'COMPLIANCE'],
  ['BucketOwnerEnforced', 'ObjectWriter'],
  ['required', 'optional'],
  ['on', 'off'],
  ['yes', 'no'],
  ['allkeys-lru', 'noeviction', 'volatile-lru'],
  ['internal', 'internet-facing'],
  ['Warn', 'Deny'],
  ['GiB', 'MiB'],
]

/** The mutants of a leaf: booleans flipped, numbers doubled and halved, texts changed, items removed. */
export function mutantsOf(leaf: Leaf): Mutant[] {
  const { value, isItem } = leaf
  const values = changesOf(value).map((to): Mutant => ({ leaf, change: `${show(value)} → ${show(to)}`, to }))
  const isEmpty = typeof value === 'object'
  return isItem || isEmpty ? [...values, { leaf, change: `${show(value)} removed`, to: removal }] : values
}

function changesOf(value: unknown): unknown[] {
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return value > 1 ? [value * 2 + 1, Math.floor(value / 2)] : [value + 1]
  if (typeof value !== 'string') return []
  return changesOfText(value)
}

function changesOfText(text: string): string[] {
  if (/^(true|false)$/i.test(text)) return [text.toLowerCase() === 'true' ? 'false' : 'true']
  const among = choices.filter((one) => one.includes(text))
  if (among.length > 0) return [...new Set(among.flat())].filter((one) => one !== text)
  const [, before = '', number, after = ''] = /^(-?)(\d+)(\.\d+|[a-zA-Z%]{0,3})$/.exec(text) ?? []
  if (number !== undefined) return changesOf(Number(number)).map((one) => `${before}${String(one)}${after}`)
  const document = json(text)
  if (document !== undefined) return changesOfDocument(document)
  if (text.includes('\n')) return withoutALine(text)
  return [typed(text)]
}

/** A typing error in the last word, so that it is still of the same kind of text. */
function typed(text: string): string {
  return /[A-Za-z0-9]/.test(text) ? text.replace(/([A-Za-z0-9])([^A-Za-z0-9]*)$/, '$1x$2') : `${text}x`
}

function json(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text.replaceAll(/:(%[a-z])/g, ':"@@$1"')) as unknown
  } catch {
    return undefined
  }
}

/** Writes a document; slots of numbers, which are no JSON, as they were. */
function written(document: unknown): string {
  return JSON.stringify(document).replaceAll(/"@@(%[a-z])"/g, '$1')
}

/** A document in a text, with each of its values changed in turn. */
function changesOfDocument(document: unknown): string[] {
  return places(document, []).flatMap(([path, value, isItem]) =>
    [
      ...changesOf(value).map((to) => replaced(document, path, to)),
      ...(isItem ? [replaced(document, path, removal)] : []),
    ].map(written),
  )
}

function places(value: unknown, path: Path): (readonly [Path, unknown, boolean])[] {
  if (typeof value !== 'object' || value === null) return [[path, value, false]]
  return Object.entries(value).flatMap(([key, child]) => {
    const step = Array.isArray(value) ? Number(key) : key
    const below = places(child, [...path, step])
    return Array.isArray(value) ? [[[...path, step], undefined, true] as const, ...below] : below
  })
}

/** Each line that is no comment and no bracket left out in turn. */
function withoutALine(text: string): string[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) =>
    /^\s*(#.*|[{}\])]*;?)$/.test(line) ? [] : [lines.filter((_, other) => other !== index).join('\n')],
  )
}

const removal = Symbol('removed')

/** A value with another one at a path; only the maps and lists on the way are copied. */
function replaced(value: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined) return to
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
  const fields = copy as Record<string | number, unknown>
  if (rest.length === 0 && to === removal) {
    if (Array.isArray(copy)) copy.splice(Number(step), 1)
    else delete fields[step]
    return copy
  }
  fields[step] = replaced(fields[step], rest, to)
  return copy
}

function show(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
