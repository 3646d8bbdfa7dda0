import { absent, exactly, type Intent, matches, oneOf, present, that } from './intent.ts'

const json = (check: (document: Readonly<Record<string, unknown>>) => boolean) => (text: unknown) =>
  check(JSON.parse(String(text)) as Readonly<Record<string, unknown>>)

/** Argo CD's settings, Applications and projects. */
export const argocdIntents: readonly Intent[] = [
  {
    of: 'ConfigMap',
    named: /^argocd-cm$/,
    why: 'people come by single sign-on alone; no shell, no generator of manifests: dist is plain YAML',
    settings: {
      'data[admin.enabled]': 'false',
      'data[users.anonymous.enabled]': 'false',
      'data[exec.enabled]': 'false',
      'data[helm.enable]': 'false',
      'data[kustomize.enable]': 'false',
      'data[jsonnet.enable]': 'false',
      'data[application.resourceTrackingMethod]': 'annotation',
      'data[application.sync.requireOverridePrivilegeForRevisionSync]': 'true',
      'data[timeout.reconciliation]': '120s',
      'data[timeout.reconciliation.jitter]': '60s',
      'data.url': matches(/^https:\/\/(argocd\.|localhost:8443$)/),
      'data[oidc.config]': that(
        'the platform’s provider, its secret by reference, groups asked for',
        json(
          (config) =>
            String(config['issuer']).startsWith('https://') &&
            config['clientSecret'] === '$argocd-oidc:clientSecret' &&
            /^argocd-[a-z0-9-]+$/.test(String(config['clientID'])) &&
            JSON.stringify(config['requestedScopes']) === '["openid","profile","email","groups"]' &&
            config['name'] === 'SSO',
        ),
      ),
      'data.additionalUrls?': '["https://localhost:8443"]',
      'data[resource.compareoptions]': '{"ignoreAggregatedRoles":true}',
      'data[resource.customizations.ignoreResourceUpdates.all]': '{"jsonPointers":["/status"]}',
    },
  },
  {
    of: 'ConfigMap',
    named: /^argocd-rbac-cm$/,
    why: 'somebody without a group of the operators sees nothing; roles are groups and match as globs',
    settings: {
      'data[policy.default]': '',
      'data.scopes': '[groups]',
      'data[policy.matchMode]': 'glob',
      'data[policy.csv]': present,
    },
  },
  {
    of: 'ConfigMap',
    named: /^argocd-cmd-params-cm$/,
    why: 'TLS everywhere; no submodule, no replace that deletes; large repositories and a thousand Applications fit',
    settings: {
      'data[server.insecure]': 'false',
      'data[server.tls.minversion]': '1.2',
      'data[server.enable.gzip]': 'true',
      'data[server.sync.replace.allowed]': 'false',
      'data[reposerver.enable.git.submodule]': 'false',
      'data[reposerver.grpc.max.size]': '200',
      'data[reposerver.max.combined.directory.manifests.size]': '10M',
      'data[reposerver.parallelism.limit]': '10',
      'data[controller.diff.server.side]': 'true',
      'data[controller.k8s.client.qps]': '50',
      'data[controller.k8s.client.burst]': '100',
      'data[controller.kubectl.parallelism.limit]': '20',
      'data[controller.operation.processors]': '10',
      'data[controller.status.processors]': '20',
      'data[controller.sync.timeout.seconds]': '0',
    },
  },
  {
    of: 'Application',
    why: 'Git is the truth: hand edits are undone, stale objects pruned, an empty folder deletes nothing, and a failed sync is retried for good',
    settings: {
      'spec.syncPolicy.automated': { allowEmpty: false, prune: true, selfHeal: true },
      'spec.syncPolicy.retry': {
        backoff: { duration: '10s', factor: 2, maxDuration: '3m' },
        limit: -1,
        refresh: true,
      },
      'spec.syncPolicy.syncOptions': that<readonly string[]>(
        'server-side apply, shared objects refused, no namespace by itself',
        (options) =>
          [
            'CreateNamespace=false',
            'FailOnSharedResource=true',
            'RespectIgnoreDifferences=true',
            'ServerSideApply=true',
          ].every((one) => options.includes(one)),
      ),
      'spec.destination.server': 'https://kubernetes.default.svc',
      'spec.source.targetRevision': matches(/^refs\/heads\/[a-z0-9-]+$/),
      'spec.source.repoURL': matches(/^https:\/\/[^@]+\.git$/),
      'spec.source.directory?.include': oneOf('*.yaml', 'database.yaml', '{own,tenant}-*.yaml'),
      'spec.source.directory?.exclude?': oneOf('{own,tenant}-*.yaml', 'tenant-*.yaml', 'database.yaml'),
      'metadata.annotations[argocd.argoproj.io/manifest-generate-paths]': '.',
      'spec.source.path': matches(
        /^dist\/[a-z0-9-]+\/(argocd|platform\/[a-z0-9-]+|own\/[a-z0-9-]+|tenants\/[a-z0-9-]+)$/,
      ),
    },
  },
  {
    of: 'Application',
    named: /^component-|^root$/,
    why: 'a component’s Application is of the platform, reads its own folder on its own cluster, and has a wave',
    settings: {
      'spec.project': 'platform',
      'spec.source.path': that('its folder', (path, { name, file }) => {
        const [cluster] = file.split('/')
        return (
          path ===
          (name === 'root'
            ? `dist/${cluster}/argocd`
            : `dist/${cluster}/platform/${name.replace('component-', '')}`)
        )
      }),
      'spec.destination.namespace': oneOf('argocd', 'paddock-data', 'crossplane-system'),
      'metadata.annotations[argocd.argoproj.io/sync-wave]?': that(
        'of tens and fives, before those of tenants',
        (wave) => (Number(wave) < 0 && Number(wave) % 5 === 0) || wave === '0',
      ),
    },
  },
  {
    of: 'Application',
    where: ({ file, name }) => file.includes('/argocd/tenant-') && name.startsWith('tenant-'),
    why: 'a tenant’s Application reads its own folder',
    settings: {
      'spec.source.path': that(
        'its folder',
        (path, { name, file }) =>
          path === `dist/${file.split('/')[0]}/tenants/${name.replace('tenant-', '')}`,
      ),
    },
  },
  {
    of: 'Application',
    named: /^component-|^database-|^tenant-/,
    why: 'objects that others still use are deleted last',
    settings: {
      'spec.syncPolicy.syncOptions': that<readonly string[]>('PruneLast', (options) =>
        options.includes('PruneLast=true'),
      ),
    },
  },
  {
    of: 'Application',
    where: ({ value }) => 'ignoreDifferences' in (value['spec'] as object),
    why: 'the parent leaves the operations of its Applications alone, which people start',
    settings: {
      'spec.ignoreDifferences': [
        {
          group: 'argoproj.io',
          jsonPointers: ['/metadata/annotations/argocd.argoproj.io~1refresh', '/operation'],
          kind: 'Application',
        },
      ],
    },
  },
  {
    of: 'Application',
    where: ({ file, name }) => file.includes('/argocd/tenant-') && name.startsWith('tenant-'),
    why: 'a tenant’s Application is of the tenant’s own project and namespace',
    settings: {
      'spec.project': that('the tenant’s', (project, { name }) => project === name),
      'spec.destination.namespace': that('the tenant’s', (namespace, { name }) => namespace === name),
    },
  },
  {
    of: 'AppProject',
    where: ({ name }) => name.startsWith('tenant-'),
    why: 'a tenant’s objects go to its namespace and nowhere else, and of cluster-wide kinds only that namespace',
    settings: {
      'spec.destinations': that(
        'its namespace',
        (list, { name }) =>
          JSON.stringify(list) ===
          JSON.stringify([{ namespace: name, server: 'https://kubernetes.default.svc' }]),
      ),
      'spec.clusterResourceWhitelist': that(
        'its namespace',
        (list, { name }) => JSON.stringify(list) === JSON.stringify([{ group: '', kind: 'Namespace', name }]),
      ),
      'spec.namespaceResourceWhitelist': that<readonly { group: string; kind: string }[]>(
        'a closed list',
        (list) => list.every(({ group, kind }) => group !== '*' && kind !== '*'),
      ),
    },
  },
  {
    of: 'AppProject',
    named: /^databases$/,
    in: /^(?!local)/,
    why: 'Jobs that know the cell’s administrator do nothing but databases, in one namespace',
    settings: {
      'spec.destinations': [{ namespace: 'paddock-data', server: 'https://kubernetes.default.svc' }],
      'spec.clusterResourceWhitelist?': absent,
      'spec.namespaceResourceWhitelist': exactly(
        { group: 'batch', kind: 'Job' },
        { group: 'batch', kind: 'CronJob' },
        { group: 'external-secrets.io', kind: 'ExternalSecret' },
        { group: 'external-secrets.io', kind: 'SecretStore' },
      ),
    },
  },
  {
    of: 'AppProject',
    why: 'one repository; objects of nobody are no warning; the default project permits nothing',
    settings: {
      'spec.sourceRepos?': that<readonly string[]>(
        'one repository',
        (list) => list.length <= 1 && list.every((one) => one !== '*'),
      ),
      'spec.orphanedResources?.warn': false,
      'spec.destinations?[*].server': 'https://kubernetes.default.svc',
      spec: that<{ destinations?: unknown[]; sourceRepos?: unknown[] }>(
        'nothing of the default project',
        ({ destinations = [], sourceRepos = [] }, { name }) =>
          name === 'default'
            ? destinations.length + sourceRepos.length === 0
            : destinations.length === 1 && sourceRepos.length === 1,
      ),
    },
  },
]
