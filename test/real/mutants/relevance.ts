import type { Leaf } from './leaves.ts'

/** Leaves whose change is no fault of security, data or availability. */
interface Harmless {
  /** Kinds of subjects; every kind unless given. */
  readonly of?: RegExp
  readonly pattern: RegExp
  readonly reason: string
}

/**
 * The rule: every leaf is relevant unless it is of one of these. Each row says why a wrong value harms nobody, or which
 * run judges it that is no test of Node.
 */
const harmless: readonly Harmless[] = [
  {
    pattern: /^\.metadata\.(name|namespace)$/,
    reason:
      'names: a renamed object is another object, and whatever names it has a finding; nothing else reads most of them',
  },
  {
    pattern:
      /\.labels\[(app\.kubernetes\.io\/(managed-by|part-of|component|version)|paddock\.dev\/(cell|ring|tier|project|cost-center|own|component))\]$/,
    reason: 'labels of reports and of costs, which no selector reads',
  },
  {
    pattern:
      /(\.description|\.displayName|\.comment|\.alarmDescription|\.message|annotations\[paddock\.dev\/[a-z-]+\])$/,
    reason: 'texts for people',
  },
  {
    of: /^(PrometheusRule|ConfigMap)$/,
    pattern: /annotations\.(description|summary|runbook)$/,
    reason: 'texts for people',
  },
  {
    of: /^Usage$/,
    pattern: /^\.spec\.reason$/,
    reason: 'texts for people',
  },
  {
    of: /^ConfigMap$/,
    pattern: /^\.data\[?\.?[\w-]+\.(sh|py|sql)\]?$/,
    reason: 'scripts: `verify:shell`, `verify:data` and `verify:app` run them',
  },
  {
    of: /^ConfigMap$/,
    pattern: /^\.data\[(nginx\.conf|.*\.lua|resource\.customizations.*)\]$/,
    reason: 'configurations of programs: `verify:edge`, `verify:serving` and `verify:argocd` run them',
  },
  {
    of: /^PrometheusRule$/,
    pattern: /\.(expr|for)$/,
    reason: 'alerts: `verify:alerts` runs them',
  },
  {
    of: /^composed /,
    pattern: /\.tags(\.|\[|$)/,
    reason: 'tags of costs; those that policies and backups read have rows of their own',
  },
  {
    of: /^CompositeResourceDefinition$/,
    pattern: /openAPIV3Schema/,
    reason: 'schemas of claims: `verify:crossplane` tries claims that are wrong in each field',
  },
  {
    pattern: /\.(requests|limits)(\.cpu|\.memory|\[[\w./-]+\])$|\.sizeLimit$|\.hard(\.|\[)/,
    reason:
      'amounts: the right ones were measured; the table bounds their proportions, and rooms and quotas are computed from them',
  },
  {
    pattern: /(revisionHistoryLimit|successfulJobsHistoryLimit|failedJobsHistoryLimit)$/,
    reason: 'the number of old objects that are kept to be looked at',
  },
]

/** The reason why a leaf is not relevant; undefined for a leaf that is. */
export function harmlessBecause({ subject, pattern }: Leaf): string | undefined {
  return harmless.find((one) => (one.of?.test(subject.kind) ?? true) && one.pattern.test(pattern))?.reason
}
