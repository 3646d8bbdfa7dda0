import { byProblem, type WordsOf } from '../words.ts'
import { type NetworkFacts, networkWords } from './network.ts'
import { type PolicyFacts, policyWords } from './policy.ts'

/** Facts of findings on own charts. */
export interface OwnFacts {
  readonly 'own-chart':
    | { readonly problem: 'no-index' }
    | { readonly problem: 'stray' }
    | { readonly problem: 'name'; readonly name: string; readonly longest: number }
    | { readonly problem: 'file-name'; readonly name: string }
    | { readonly problem: 'component-name'; readonly name: string }
    | { readonly problem: 'no-chart' }
    | { readonly problem: 'summary' }
    | { readonly problem: 'owner' }
    | { readonly problem: 'no-cluster'; readonly known: readonly string[] }
    | { readonly problem: 'unknown-cluster'; readonly cluster: string; readonly known: readonly string[] }
    | { readonly problem: 'clusters'; readonly known: readonly string[] }
    | { readonly problem: 'image-unpinned'; readonly reference: string }
    | { readonly problem: 'image-source' }
    | { readonly problem: 'draw'; readonly message: string }
    | { readonly problem: 'compile'; readonly message: string }
    | { readonly problem: 'load'; readonly message: string }
    | { readonly problem: 'other-namespace'; readonly namespace: string }
    | { readonly problem: 'secret' }
    | { readonly problem: 'kind'; readonly kind: string }
    | { readonly problem: 'shared-name'; readonly namespace: string }
    | { readonly problem: 'namespace'; readonly namespace: string; readonly named?: string }
    | { readonly problem: 'label' }
    | { readonly problem: 'role'; readonly role: string }
    | { readonly problem: 'subject'; readonly kind: string; readonly name: string }
    | { readonly problem: 'service-links' }
    | { readonly problem: 'priority' }
    | { readonly problem: 'gpu-nodes' }
    | { readonly problem: 'zones' }
    | { readonly problem: 'budget' }
    | { readonly problem: 'host'; readonly host: string; readonly domain?: string }
    | { readonly problem: 'unreachable'; readonly pod: string; readonly port: number }
    /** A breach of policy that the kit's `harden` prevents. */
    | { readonly problem: 'not-hardened'; readonly breach: PolicyFacts['policy'] }
    | { readonly problem: 'isolation'; readonly open: NetworkFacts['isolation']; readonly chart: string }
  readonly 'own-host':
    | { readonly problem: 'platform'; readonly host: string }
    | { readonly problem: 'shared'; readonly host: string; readonly otherFile: string }
}

const renameFile = () => 'rename the file'
const harden = () => 'call harden(chart, { user }), which sets it'
const otherLabel = () => 'choose another label'

export const ownWords: WordsOf<OwnFacts> = {
  'own-chart': byProblem({
    'no-index': {
      why: () => 'the folder has no index.ts',
      remedy: () => 'add one with the chart as default export',
    },
    stray: {
      why: () => 'only *.ts files and folders are own charts',
      remedy: () => 'move it into the folder of a chart',
    },
    name: {
      why: ({ name, longest }) =>
        `"${name}" is no name of lower-case words and at most ${longest} characters`,
      remedy: renameFile,
    },
    'file-name': { why: ({ name }) => `Paddock writes a file ${name}.yaml itself`, remedy: renameFile },
    'component-name': {
      why: ({ name }) => `charts/platform/${name} is a component of that name`,
      remedy: () => 'choose another name for the file',
    },
    'no-chart': {
      why: () => 'its default export is no own chart',
      remedy: () => 'write `export default ownChart({ … })`',
    },
    summary: { why: () => 'it does not state its purpose in one line', remedy: () => 'write one line' },
    owner: {
      why: () => 'it is no mail address',
      remedy: () => 'name the people who answer for the chart',
    },
    'no-cluster': {
      why: () => 'it names no cluster',
      remedy: ({ known }) => `name some of ${known.join(', ')}`,
    },
    'unknown-cluster': {
      why: ({ cluster }) => `there is no cluster ${cluster}`,
      remedy: ({ known }) => `choose from ${known.join(', ')}`,
    },
    clusters: {
      why: () => 'it names no clusters',
      remedy: ({ known }) => `write ['${known[0] ?? '<cluster>'}'] or { kind: 'regional' }`,
    },
    'image-unpinned': {
      why: ({ reference }) => `${reference} is not pinned`,
      remedy: () =>
        'write repository:tag@sha256:<digest>; `docker buildx imagetools inspect <repository:tag>` prints the digest',
    },
    'image-source': {
      why: () => 'it is no address',
      remedy: () => 'name the page where the publisher states the digest',
    },
    draw: { why: ({ message }) => message, remedy: () => 'fix the chart that creates this object' },
    compile: { why: ({ message }) => message, remedy: () => 'fix that line; `npx tsc` shows more' },
    load: {
      why: ({ message }) => `it fails when it is loaded: ${message}`,
      remedy: () => 'move the failing code into draw',
    },
    'other-namespace': {
      why: () => 'it is another namespace',
      remedy: ({ namespace }) => `leave it out; Paddock creates ${namespace}`,
    },
    secret: {
      why: () => 'a Secret in Git is no secret',
      remedy: () => 'use an ExternalSecret that reads Secrets Manager',
    },
    kind: {
      why: ({ kind }) => `an own chart may not have a ${kind}`,
      remedy: () => 'make it a component: npx paddock component new',
    },
    'shared-name': {
      why: () => 'all charts of the cluster share such names',
      remedy: ({ namespace }) => `let it begin with ${namespace}`,
    },
    namespace: {
      why: ({ named }) => `it is ${named ?? 'missing'}`,
      remedy: ({ namespace }) => `leave it out; it becomes ${namespace}`,
    },
    label: { why: () => 'policies of the platform select by it', remedy: () => 'remove it' },
    role: {
      why: ({ role }) => `${role} is no role of this chart`,
      remedy: () => 'bind a role of this chart',
    },
    subject: {
      why: ({ kind, name }) => `${kind} ${name} is not of this chart`,
      remedy: () => 'name a ServiceAccount of this chart',
    },
    'service-links': { why: () => 'its variables list every Service of the namespace', remedy: harden },
    priority: { why: () => 'pods of tenants displace it', remedy: harden },
    'gpu-nodes': { why: () => 'it may run on GPU nodes', remedy: harden },
    zones: { why: () => 'its pods may all be in one zone', remedy: harden },
    budget: {
      why: () => 'no PodDisruptionBudget selects its pods',
      remedy: () => 'call harden(chart, { user }), which adds one',
    },
    host: {
      why: ({ host }) => `no entry point of the cluster has a certificate for ${host}`,
      remedy: ({ domain = '<domain>' }) => `choose <label>.${domain}`,
    },
    unreachable: {
      why: ({ pod, port }) => `the ingress controller cannot reach ${pod} at port ${port}`,
      remedy: () => 'call publish, which opens it',
    },
    'not-hardened': { why: ({ breach }) => policyWords.policy.why(breach), remedy: harden },
    isolation: {
      why: ({ open }) => networkWords.isolation.why(open).replaceAll('any other tenant', 'a tenant'),
      remedy: ({ chart }) => `narrow the policy in ${chart}`,
    },
  }),
  'own-host': byProblem({
    platform: { why: ({ host }) => `${host} is the platform's own`, remedy: otherLabel },
    shared: { why: ({ host, otherFile }) => `${host} is a host of ${otherFile} too`, remedy: otherLabel },
  }),
}
