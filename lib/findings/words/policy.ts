import { byProblem, type WordsOf } from '../words.ts'

/** Annotation by which the author of an object states why it may break a rule. */
export const reasonAnnotation = 'paddock.dev/reason'

/** Breaches that need no facts: the field says all. */
export type PlainBreach =
  | 'root-allowed'
  | 'root-user'
  | 'privileged'
  | 'escalation'
  | 'writable-root'
  | 'capabilities-kept'
  | 'capabilities-added'
  | 'seccomp'
  | 'request-missing'
  | 'limit-missing'
  | 'host-port'
  | 'probe-missing'
  | 'host-namespace'
  | 'pod-token'
  | 'empty-dir-limit'
  | 'spread'
  | 'pod-security-version'
  | 'role-wildcard'
  | 'role-secrets'
  | 'role-pod-templates'
  | 'account-token'
  | 'budget-blocks'
  | 'budget-unready'
  | 'nginx-quote'
  | 'nginx-dollar'
  | 'exception-unused'

/** Facts of findings on objects that are valid and break the platform's policy. */
export interface PolicyFacts {
  readonly policy:
    | { readonly problem: PlainBreach }
    | { readonly problem: 'pre-stop'; readonly sleepSeconds: number; readonly graceSeconds: number }
    | { readonly problem: 'volume-type'; readonly type: string }
    | { readonly problem: 'pod-security-level'; readonly level?: string }
    | { readonly problem: 'role-verbs'; readonly verbs: readonly string[] }
    | { readonly problem: 'role-runs-as-pod'; readonly resources: readonly string[] }
    | { readonly problem: 'service-type'; readonly type: string }
    | { readonly problem: 'kind-not-listed'; readonly kind: string; readonly namespace?: string }
    | { readonly problem: 'not-listed'; readonly value?: string; readonly allowed: string }
    | { readonly problem: 'not-permitted'; readonly value?: string; readonly allowed: string }
    | { readonly problem: 'image'; readonly reference: string; readonly catalogue: string }
}

const narrowRole = () => `narrow it, or state the reason in the annotation ${reasonAnnotation}`
const setFalse = () => 'set it to false'
const setTrue = () => 'set it to true'
const setIt = () => 'set it'

/** A whole pod would fill the screen. */
const short = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text)

export const policyWords: WordsOf<PolicyFacts> = {
  policy: byProblem({
    'root-allowed': { why: () => 'it may run as root', remedy: () => 'set runAsNonRoot' },
    'root-user': { why: () => 'it has no numeric user other than root', remedy: () => 'set runAsUser' },
    privileged: { why: () => 'it is privileged', remedy: () => 'remove it' },
    escalation: { why: () => 'it may gain privileges', remedy: setFalse },
    'writable-root': { why: () => 'its root file system can be written', remedy: setTrue },
    'capabilities-kept': { why: () => 'it keeps capabilities', remedy: () => 'drop ALL' },
    'capabilities-added': { why: () => 'it adds capabilities', remedy: () => 'remove them' },
    seccomp: { why: () => 'it has no seccomp profile', remedy: () => 'set RuntimeDefault' },
    'request-missing': { why: () => 'the request is missing', remedy: setIt },
    'limit-missing': { why: () => 'the limit is missing', remedy: setIt },
    'host-port': { why: () => 'it uses a port of its node', remedy: () => 'remove hostPort' },
    'probe-missing': { why: () => 'the probe is missing', remedy: setIt },
    'pre-stop': {
      why: ({ sleepSeconds, graceSeconds }) =>
        `it sleeps ${sleepSeconds} s of a grace period of ${graceSeconds} s`,
      remedy: () => 'raise terminationGracePeriodSeconds',
    },
    'host-namespace': { why: () => 'it shares a namespace of its node', remedy: () => 'remove it' },
    'pod-token': {
      why: () => 'a token of the API server is mounted by default',
      remedy: () => 'set it to false; project a token where one is needed',
    },
    'volume-type': {
      why: ({ type }) => `${type} is not a volume that tenants may use`,
      remedy: () => 'use a claim or an emptyDir',
    },
    'empty-dir-limit': { why: () => 'the emptyDir has no limit', remedy: () => 'set sizeLimit' },
    spread: {
      why: () => 'its pods may all run in one zone',
      remedy: () => 'spread them over topology.kubernetes.io/zone',
    },
    'pod-security-level': {
      why: ({ level }) => `it is ${level ?? 'missing'}`,
      remedy: () => 'set it to restricted',
    },
    'pod-security-version': {
      why: () => 'the version is not pinned',
      remedy: () => 'set it to v1.<minor>',
    },
    'role-verbs': {
      why: ({ verbs }) => `the verbs ${verbs.join(', ')} allow escalation`,
      remedy: narrowRole,
    },
    'role-wildcard': { why: () => 'it names everything by *', remedy: narrowRole },
    'role-secrets': { why: () => 'it can access secrets', remedy: narrowRole },
    'role-runs-as-pod': {
      why: ({ resources }) => `${resources.join(', ')} allow to run as a pod`,
      remedy: narrowRole,
    },
    'role-pod-templates': {
      why: () => 'a subject that changes a pod template can mount any Secret',
      remedy: narrowRole,
    },
    'account-token': { why: () => 'its token is mounted by default', remedy: setFalse },
    'service-type': {
      why: ({ type }) => `${type} opens a way past the edge`,
      remedy: () => 'use ClusterIP',
    },
    'budget-blocks': {
      why: () => 'it can block the drain of a node for ever',
      remedy: () => 'set maxUnavailable to 1 or more',
    },
    'budget-unready': {
      why: () => 'pods that never get ready block the drain of a node for ever',
      remedy: () => 'set it to AlwaysAllow',
    },
    'nginx-quote': {
      why: () => 'it has a double quote or a last backslash unescaped',
      remedy: () => 'escape it',
    },
    'nginx-dollar': {
      why: () => 'a dollar sign begins a variable of NGINX, which is written in braces',
      remedy: () => 'leave it out',
    },
    'kind-not-listed': {
      why: ({ kind, namespace }) =>
        `a tenant has no ${kind} ${namespace === undefined ? 'without a namespace' : `in the namespace ${namespace}`}`,
      remedy: () =>
        'remove it, or add the kind to the table in lib/kube/allow, which the security owners review',
    },
    'not-listed': {
      why: ({ value }) =>
        `${value === undefined ? 'it is missing' : `${short(value)} is not permitted`} for a tenant`,
      remedy: ({ allowed }) => `use what the table in lib/kube/allow permits: ${short(allowed)}`,
    },
    'not-permitted': {
      why: ({ value }) => (value === undefined ? 'it is missing' : `${short(value)} is not permitted`),
      remedy: ({ allowed }) =>
        `use what lib/kube/allow/platform.ts permits: ${short(allowed)}, or state an exception with its reason in component.ts`,
    },
    'exception-unused': {
      why: () => 'component.ts states an exception for it, and the object has none',
      remedy: () => 'remove the exception',
    },
    image: {
      why: ({ reference }) => `${reference || 'an empty text'} is not in the catalogue`,
      remedy: ({ catalogue }) => `use one of ${catalogue}, or add the version there`,
    },
  }),
}
