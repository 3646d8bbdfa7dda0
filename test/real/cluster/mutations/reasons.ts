import type { Finding } from '../../../../lib/findings/finding.ts'

/** A mutation that only the verifier refuses. */
export interface Stricter {
  readonly title: string
  readonly findings: readonly Finding[]
}

interface Reason {
  readonly reason: string
  readonly covers: (stricter: Stricter) => boolean
}

const shown = ({ facts }: Finding): string => ('shown' in facts ? String(facts.shown) : '')
const rule = ({ facts }: Finding): string => ('rule' in facts ? String(facts.rule) : '')
const some =
  (holds: (finding: Finding) => boolean) =>
  ({ findings }: Stricter) =>
    findings.some(holds)

/** Reasons for which the verifier refuses objects that an API server takes; the first that covers one is its reason. */
const reasons: readonly Reason[] = [
  {
    reason: 'null is for the server an absent field; dist says what it means',
    covers: some((finding) => /^(\[.*)?null/.test(shown(finding)) && /must be/.test(rule(finding))),
  },
  {
    reason: 'an empty text is for the server an absent field, or filled with a default',
    covers: some((finding) => shown(finding) === '""'),
  },
  {
    reason: 'metadata that the server writes is not set by a chart',
    covers: some(({ code, field }) => code === 'unknown-field' && /\.metadata|metadata\./.test(field)),
  },
  {
    reason: 'a name has the syntax of its kind, also where the server looks at names no more',
    covers: some(({ code }) => code === 'metadata'),
  },
  {
    reason: 'a field that is required is stated, though the server has a default',
    covers: some(({ code }) => code === 'missing-field'),
  },
  {
    reason: 'a value is one of those that the oldest supported version knows',
    covers: some((finding) => /must be equal to one of/.test(rule(finding))),
  },
  {
    reason: 'a quantity has no space at an end, which the server cuts off',
    covers: some((finding) => /is not a quantity/.test(rule(finding)) && / "$/.test(shown(finding))),
  },
  {
    reason: 'a quantity has a number; the server reads a unit alone as zero',
    covers: some(
      (finding) => /is not a quantity/.test(rule(finding)) && /^"[A-Za-z]+"$/.test(shown(finding)),
    ),
  },
  {
    reason: 'a finalizer names the domain of its controller; the server only warns',
    covers: some((finding) => /has no domain/.test(rule(finding))),
  },
  {
    reason: 'a schema of a CRD has known keywords only; the server drops others',
    covers: some(({ code, field }) => code === 'unknown-field' && field.includes('.openAPIV3Schema.')),
  },
  {
    reason: 'a list that is a map or a set has each item once; of built-in kinds the server takes all',
    covers: some((finding) => /has two items/.test(rule(finding))),
  },
  {
    reason: 'a key has the syntax of labels and domains, also where the server takes any text',
    covers: some((finding) => /is not (a name of letters|of the form domain)/.test(rule(finding))),
  },
  {
    reason: 'an object in an object names its kind, though the server knows it',
    covers: some((finding) => /must be equal to constant/.test(rule(finding))),
  },
  {
    reason: 'a default is a value of its own schema, in the status too',
    covers: some((finding) =>
      /is not among the values|is not of the type|has a field that the schema has not/.test(rule(finding)),
    ),
  },
  {
    reason: 'the server drops the field, for its feature or its kind, and then finds no fault',
    covers: some((finding) =>
      /must have exactly one source|must be PersistentVolumeClaim/.test(rule(finding)),
    ),
  },
  {
    reason: 'a later reader refuses the value: a kubelet, a controller, a server of names',
    covers: some((finding) =>
      /is not (a (DNS|key of)|an IP address|the value of a label)|must match pattern|repeats the/.test(
        rule(finding),
      ),
    ),
  },
  {
    reason: 'a field that an object of its type does not read is absent',
    covers: some((finding) =>
      /must have (exactly one of|average)|is for the sessionAffinity/.test(rule(finding)),
    ),
  },
  {
    reason: 'Pod Security refuses the host of a probe when the pod is made, not the template',
    covers: some((finding) => /refused by Pod Security/.test(rule(finding))),
  },
  {
    reason: 'no amount of a default or a limit is below zero',
    covers: some((finding) => /below zero/.test(rule(finding))),
  },
  {
    reason: 'no object has an empty name, so a rule with one is a mistake',
    covers: some((finding) => /is not a name, or there twice/.test(rule(finding))),
  },
  {
    reason: 'no node runs Windows',
    covers: some((finding) => /is for Windows/.test(rule(finding))),
  },
]

/** The reason of a refusal; undefined when there is none, so that the verifier is wrong. */
export function reasonOf(stricter: Stricter): string | undefined {
  return reasons.find(({ covers }) => covers(stricter))?.reason
}
