import { absent, type Intent, oneOf, present, that } from './intent.ts'

/** Admission, and packages of Crossplane. */
export const admissionIntents: readonly Intent[] = [
  {
    of: 'ValidatingAdmissionPolicy',
    why: 'an object that the policy cannot judge is refused; it sees every object, by every version of its API',
    settings: {
      'spec.failurePolicy': 'Fail',
      'spec.matchConstraints.matchPolicy': 'Equivalent',
      'spec.matchConstraints.namespaceSelector': oneOf(
        {},
        { matchExpressions: [{ key: 'paddock.dev/tenant', operator: 'Exists' }] },
        // The gate of a last export.
        { matchLabels: { 'paddock.dev/leaves': 'true' } },
      ),
      'spec.matchConstraints.objectSelector': {},
      'spec.matchConstraints.resourceRules[*].operations': that<readonly string[]>(
        'creation, and change of what can become another kind of thing; deletion at the gate of a last export',
        (list, { name }) =>
          name === 'paddock-tenant-export-first'
            ? list.join() === 'DELETE'
            : list.includes('CREATE') && (list.includes('UPDATE') || name === 'paddock-tenant-kinds'),
      ),
      'spec.matchConstraints.resourceRules[*].scope': oneOf('*', 'Cluster', 'Namespaced'),
      'spec.validations[*].reason?': 'Forbidden',
      'spec.validations[*].message?': present,
    },
  },
  {
    of: 'ValidatingAdmissionPolicyBinding',
    why: 'a warning stops nobody',
    settings: {
      'spec.validationActions': ['Deny'],
      'spec.policyName': that('its own', (policy, { name }) => policy === name),
    },
  },
  {
    of: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
    why: 'an object that nobody judged is refused, except KEDA’s, whose own controller judges it again: its outage must not stop a sync',
    settings: {
      'webhooks[*].failurePolicy': that(
        'Fail; Ignore of KEDA',
        (policy, { name }) => policy === (name === 'keda-admission' ? 'Ignore' : 'Fail'),
      ),
      'webhooks[*].matchPolicy': 'Equivalent',
      'webhooks[*].sideEffects': 'None',
      'webhooks[*].timeoutSeconds': 10,
      'webhooks[*].reinvocationPolicy?': 'Never',
      'webhooks[*].objectSelector': {},
      'webhooks[*].admissionReviewVersions': ['v1'],
      'webhooks[*].clientConfig.service.port': 443,
      'webhooks[*].rules[*].scope': '*',
      'webhooks[*].namespaceSelector': oneOf(
        {},
        { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } },
      ),
      'webhooks[*].rules': that<readonly unknown[]>('one rule', (rules) => rules.length === 1),
      webhooks: that<
        readonly { readonly name: string; readonly rules: readonly object[]; readonly clientConfig: object }[]
      >('the webhooks of its program’s release', (webhooks) =>
        webhooks.every(({ name, rules, clientConfig }) => {
          const wanted = hooks[name]?.some(
            ([path, groups, versions, operations, resources]) =>
              JSON.stringify((clientConfig as { service: { path: string } }).service.path) ===
                JSON.stringify(path) &&
              JSON.stringify(rules) ===
                JSON.stringify([
                  { apiGroups: groups, apiVersions: versions, operations, resources, scope: '*' },
                ]),
          )
          return wanted === true
        }),
      ),
    },
  },
  {
    of: ['Provider', 'Function'],
    why: 'a package is fetched once by its digest and runs at once',
    settings: {
      'spec.packagePullPolicy': 'IfNotPresent',
      'spec.revisionActivationPolicy': 'Automatic',
      'spec.runtimeConfigRef.name': present,
    },
  },
  {
    of: 'CompositeResourceDefinition',
    why: 'a claim is gone when its resources are; a composite of another composition needs a person',
    settings: {
      'spec.defaultCompositeDeletePolicy': 'Foreground',
      'spec.scope': 'LegacyCluster',
      'spec.group': 'paddock.dev',
      spec: that<Definition>(
        'names by the rules of its kind',
        ({ claimNames, names, defaultCompositionRef }, { name }) => {
          const plural = `${claimNames.kind.toLowerCase()}s`
          return (
            [plural, `${claimNames.kind.toLowerCase()}es`, claimNames.plural].includes(claimNames.plural) &&
            claimNames.plural.startsWith(claimNames.kind.toLowerCase().slice(0, -1)) &&
            claimNames.plural.length <= claimNames.kind.length + 2 &&
            claimNames.listKind === `${claimNames.kind}List` &&
            claimNames.singular === claimNames.kind.toLowerCase() &&
            names.kind === `X${claimNames.kind}` &&
            names.listKind === `X${claimNames.kind}List` &&
            names.plural === `x${claimNames.plural}` &&
            names.singular === `x${claimNames.singular}` &&
            name === `${names.plural}.paddock.dev` &&
            defaultCompositionRef.name === `${claimNames.plural}.paddock.dev`
          )
        },
      ),
      'spec.versions[*].name': 'v1alpha1',
      'spec.versions': that<readonly unknown[]>('one version', (versions) => versions.length === 1),
      'spec.versions[*].served': true,
      'spec.versions[*].referenceable': true,
    },
  },
  {
    of: 'Composition',
    why: 'three functions: the environment, the resources, their readiness; what is missing in the environment is waited for',
    settings: {
      'spec.mode': 'Pipeline',
      'spec.compositeTypeRef.apiVersion': 'paddock.dev/v1alpha1',
      'spec.compositeTypeRef.kind': that('that of its name', (kind, { name }) =>
        name.startsWith(String(kind).toLowerCase().replace(/^x/, '').replace(/y$/, '')),
      ),
      'spec.pipeline[step=environment]?.input.apiVersion': 'environmentconfigs.fn.crossplane.io/v1beta1',
      'spec.pipeline[step=environment]?.input.kind': 'Input',
      'spec.pipeline[step=resources].input.apiVersion': 'pt.fn.crossplane.io/v1beta1',
      'spec.pipeline[step=resources].input.kind': 'Resources',
      'spec.pipeline[step=environment]?.input.spec.environmentConfigs': that<readonly Source[]>(
        'the region, or parts that the hub published',
        (sources) => sources.length > 0 && sources.every(isSource),
      ),
      'spec.pipeline[step=resources].input': that<{
        environment?: { patches: readonly Copy[] }
        resources: readonly {
          patches?: readonly { combine?: { variables: readonly { fromFieldPath: string }[] } }[]
        }[]
      }>('copies of just the fields that texts read', ({ environment, resources }) => {
        const read = resources.flatMap(({ patches = [] }) =>
          patches.flatMap(({ combine }) =>
            (combine?.variables ?? []).map(({ fromFieldPath }) => fromFieldPath),
          ),
        )
        const needed = new Set(read.filter((path) => path.startsWith('claim.')))
        const copied = (environment?.patches ?? []).map(({ toFieldPath }) => toFieldPath)
        return copied.length === needed.size && copied.every((path) => needed.has(path))
      }),
      'spec.pipeline': that<
        readonly { readonly step: string; readonly functionRef: { readonly name: string } }[]
      >(
        'the steps',
        (steps) =>
          /^(environment,)?resources,ready$/.test(steps.map(({ step }) => step).join()) &&
          steps.every(({ step, functionRef }) => functionRef.name === functions[step]),
      ),
      'spec.writeConnectionSecretsToNamespace?': 'crossplane-system',
      'spec.pipeline[step=resources].input.environment?.patches?[*].policy.fromFieldPath': oneOf(
        'Required',
        'Optional',
      ),
      'spec.pipeline[step=resources].input.environment?.patches?': that<readonly Copy[]>(
        'copies of fields under the same name, of the spec required',
        (list) =>
          list.every(
            ({ type, fromFieldPath, toFieldPath, policy }) =>
              type === 'FromCompositeFieldPath' &&
              toFieldPath === `claim.${fromFieldPath.replace(/^spec\./, '')}` &&
              policy.fromFieldPath === (fromFieldPath.startsWith('status.') ? 'Optional' : 'Required'),
          ),
      ),
    },
  },
  {
    of: 'ProviderConfig',
    why: 'providers use the identity of their pod; no key of AWS is in a cluster',
    settings: {
      'spec.credentials.source': oneOf('PodIdentity', 'InjectedIdentity'),
      'spec.credentials': that<object>('nothing beside', (all) => Object.keys(all).length === 1),
    },
  },
  {
    of: 'ManagedResourceActivationPolicy',
    why: 'only kinds that compositions make are switched on, each by its full name',
    settings: {
      'spec.activate': that<readonly string[]>(
        'full names',
        (list) =>
          list.length > 0 &&
          list.every((one) =>
            /^[a-z]+\.[a-z0-9]+\.(aws\.upbound|kubernetes\.crossplane|[a-z.]+)\.io$/.test(one),
          ),
      ),
    },
  },
  {
    of: 'APIService',
    why: 'KEDA’s metrics come after those of Kubernetes, and over TLS that its authority proves',
    settings: {
      'spec.groupPriorityMinimum': 100,
      'spec.versionPriority': 100,
      'spec.service.port': 443,
      'spec.insecureSkipTLSVerify?': absent,
    },
  },
  {
    of: 'Namespace',
    why: 'Pod Security is enforced, warned and audited at one level',
    settings: {
      'metadata.labels': that<Readonly<Record<string, string>>>('the same level thrice', (labels) => {
        const level = (mode: string) => labels[`pod-security.kubernetes.io/${mode}`]
        return level('enforce') === level('warn') && level('enforce') === level('audit')
      }),
    },
  },
  {
    of: ['Role', 'ClusterRole'],
    why: 'verbs are those that the API server knows: another one grants nothing',
    settings: {
      'rules?[*].verbs': that<readonly string[]>(
        'known verbs',
        (verbs) => verbs.length > 0 && verbs.every((one) => known.has(one)),
      ),
    },
  },
  {
    of: ['RoleBinding', 'ClusterRoleBinding'],
    why: 'a right goes to one account, or to a group of people; never to everybody who is signed in',
    settings: {
      subjects: that<readonly { readonly kind: string; readonly name: string }[]>(
        'one account, or named groups',
        (list) =>
          list.length > 0 &&
          (list.length === 1 || list.every(({ kind }) => kind === 'Group')) &&
          list.every(
            ({ kind, name }) => kind === 'ServiceAccount' || (kind === 'Group' && !/^system:/.test(name)),
          ),
      ),
      'roleRef.apiGroup': 'rbac.authorization.k8s.io',
    },
  },
  {
    of: 'ServiceAccount',
    why: 'a pod has the token that it mounts by itself, for an hour, and no other',
    settings: { automountServiceAccountToken: false },
  },
  {
    of: 'DeploymentRuntimeConfig',
    why: 'one pod a package: two would reconcile the same object; functions, which keep nothing, are two',
    settings: {
      'spec.deploymentTemplate.spec.replicas': that(
        'two of functions',
        (replicas, { name }) => replicas === (name === 'functions' ? 2 : 1),
      ),
      'spec.deploymentTemplate.spec.template.spec.priorityClassName': 'platform',
      'spec.deploymentTemplate.spec.template.spec.containers': that<readonly unknown[]>(
        'one',
        (list) => list.length === 1,
      ),
      'spec.deploymentTemplate.spec.template.spec.containers[*].name': 'package-runtime',
      'spec.deploymentTemplate.spec.template.spec.containers[*].volumeMounts': [
        { mountPath: '/tmp', name: 'tmp' },
      ],
      'spec.deploymentTemplate.spec.template.spec.containers[*].resources.limits.memory': oneOf(
        '256Mi',
        '1Gi',
      ),
    },
  },
]

interface Definition {
  readonly claimNames: {
    readonly kind: string
    readonly listKind: string
    readonly plural: string
    readonly singular: string
  }
  readonly names: Definition['claimNames']
  readonly defaultCompositionRef: { readonly name: string }
}

/** An EnvironmentConfig that a composition reads. */
interface Source {
  readonly type: string
  readonly toFieldPath?: string
  readonly ref?: { readonly name: string }
  readonly selector?: {
    readonly mode: string
    readonly matchLabels: readonly Readonly<Record<string, string>>[]
  }
}

/** One by its name, or one by its part and region; a peer's is below \`peer\`, so that it never hides the own. */
function isSource({ type, ref, selector, toFieldPath }: Source): boolean {
  if (type === 'Reference') return ref?.name === 'region' && toFieldPath === undefined
  const [part, region, ...more] = selector?.matchLabels ?? []
  const from = region?.['valueFromFieldPath']
  return (
    type === 'Selector' &&
    selector?.mode === 'Single' &&
    more.length === 0 &&
    part?.['key'] === 'paddock.dev/part' &&
    part['type'] === 'Value' &&
    ['cluster', 'domain', 'edge', 'guard', 'keys', 'network', 'storage'].includes(part['value'] ?? '') &&
    (part['value'] === 'domain'
      ? region === undefined
      : region?.['key'] === 'paddock.dev/region' &&
        region['type'] === 'FromCompositeFieldPath' &&
        (from === 'spec.peerRegion'
          ? toFieldPath === 'peer'
          : from === 'spec.region' && toFieldPath === undefined))
  )
}

interface Copy {
  readonly type: string
  readonly fromFieldPath: string
  readonly toFieldPath: string
  readonly policy: { readonly fromFieldPath: string }
}

const functions: Readonly<Record<string, string>> = {
  environment: 'function-environment-configs',
  resources: 'function-patch-and-transform',
  ready: 'function-auto-ready',
}

const known = new Set([
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'use',
  '*',
  'approve',
  'sign',
  'bind',
  'escalate',
  'impersonate',
])

type Hook = readonly [
  path: string,
  groups: readonly string[],
  versions: readonly string[],
  operations: readonly string[],
  resources: readonly string[],
]
/** Webhooks as the releases of their programs have them. */
const hooks: Readonly<Record<string, readonly Hook[]>> = {
  'mpod.elbv2.k8s.aws': [['/mutate-v1-pod', [''], ['v1'], ['CREATE'], ['pods']]],
  'mtargetgroupbinding.elbv2.k8s.aws': [
    [
      '/mutate-elbv2-k8s-aws-v1beta1-targetgroupbinding',
      ['elbv2.k8s.aws'],
      ['v1beta1'],
      ['CREATE', 'UPDATE'],
      ['targetgroupbindings'],
    ],
  ],
  'vtargetgroupbinding.elbv2.k8s.aws': [
    [
      '/validate-elbv2-k8s-aws-v1beta1-targetgroupbinding',
      ['elbv2.k8s.aws'],
      ['v1beta1'],
      ['CREATE', 'UPDATE'],
      ['targetgroupbindings'],
    ],
  ],
  'webhook.cert-manager.io': [
    ['/mutate', ['cert-manager.io'], ['v1'], ['CREATE'], ['certificaterequests']],
    ['/validate', ['cert-manager.io', 'acme.cert-manager.io'], ['v1'], ['CREATE', 'UPDATE'], ['*/*']],
  ],
  'vscaledobject.kb.io': [
    [
      '/validate-keda-sh-v1alpha1-scaledobject',
      ['keda.sh'],
      ['v1alpha1'],
      ['CREATE', 'UPDATE'],
      ['scaledobjects'],
    ],
  ],
}
