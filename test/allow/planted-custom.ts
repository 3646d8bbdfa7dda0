import { plant } from './plant.ts'

const claims = [
  ...plant('TenantSecrets', 'tenant-planted', {
    'another tenant': { 'spec.tenant': 'globex' },
    'another cell': { 'spec.cell': 'us-east-1-b' },
    'the composite resource of another': {
      'spec.resourceRef': {
        apiVersion: 'paddock.dev/v1alpha1',
        kind: 'XTenantSecrets',
        name: 'tenant-globex-abcde',
      },
    },
    'a Secret for its connection': { 'spec.writeConnectionSecretToRef': { name: 'planted' } },
    'another composition': { 'spec.compositionRef': { name: 'planted' } },
    'any composition': { 'spec.compositionSelector': { matchLabels: { planted: 'true' } } },
    'tags of another tenant': { 'spec.tags[paddock:tenant]': 'globex' },
    'another name': { 'metadata.name': 'planted' },
  }),
  ...plant('TenantStorage', 'tenant-planted', { 'another tenant': { 'spec.tenant': 'globex' } }),
  ...plant('TenantCacheUser', 'tenant-planted', {
    'another tenant': { 'spec.tenant': 'globex' },
    'keys of another': {
      'spec.accessString': 'on ~tenant-globex:* resetchannels &tenant-globex:* -@all +get',
    },
    'all keys': { 'spec.accessString': 'on ~* resetchannels -@all +get' },
    'all commands': { 'spec.accessString': 'on ~tenant-planted:* resetchannels &tenant-planted:* +@all' },
    'all channels': { 'spec.accessString': 'on ~tenant-planted:* resetchannels &* -@all +get' },
    'another cache': { 'spec.cache': 'tenant-globex' },
  }),
  ...plant('TenantDatabase', 'tenant-planted', {
    'another tenant': { 'spec.tenant': 'globex' },
    'another instance': { 'spec.name': 'tenant-globex' },
    'another Secret for its connection': { 'spec.writeConnectionSecretToRef.name': 'planted' },
  }),
  ...plant('Usage', 'tenantsecrets', {
    'the claim of another': { 'spec.of.resourceRef.name': 'tenant-globex' },
    'another kind': { 'spec.of.kind': 'PostgresDatabase' },
    'a kind of Kubernetes': { 'spec.of.apiVersion': 'v1', 'spec.of.kind': 'Namespace' },
    'another user': {
      'spec.by': { apiVersion: 'v1', kind: 'ConfigMap', resourceRef: { name: 'bus-scripts' } },
    },
  }),
]

const edge = [
  ...plant('VirtualServer', 'host-0', {
    'a host of another tenant': { 'spec.host': 'globex.use1.paddock.example' },
    'a host of the platform': { 'spec.host': 'argocd.use1.paddock.example' },
    'a wildcard': { 'spec.host': '*.paddock.example' },
    'a host below its own': { 'spec.host': 'login.chat.planted.example' },
    'lines of NGINX for all hosts': { 'spec.http-snippets': 'limit_conn_status 429;' },
    'lines of NGINX for its host': { 'spec.server-snippets': 'client_max_body_size 1m;' },
    'lines of NGINX for a path': { 'spec.routes[0].location-snippets': 'client_max_body_size 1m;' },
    'routes of another namespace': {
      'spec.routes[+]': { path: '/planted', route: 'tenant-globex/planted' },
    },
    'another Service': { 'spec.upstreams[0].service': 'bus' },
    'another port': { 'spec.upstreams[0].port': 6379 },
    'a backup by name': { 'spec.upstreams[0].backup': 'planted.example', 'spec.upstreams[0].backupPort': 80 },
    'the certificate of another': { 'spec.tls.secret': 'planted' },
    'a policy of another namespace': { 'spec.policies[0].namespace': 'tenant-globex' },
    'another policy': { 'spec.policies[0].name': 'planted' },
    'no rate limit by another class': { 'spec.ingressClassName': 'planted' },
    'a page that leads elsewhere': {
      'spec.routes[0].errorPages': [
        { codes: [502], redirect: { code: 302, url: 'https://planted.invalid/' } },
      ],
    },
    'a listener': { 'spec.listener': { http: 'planted' } },
    'a record of DNS': { 'spec.externalDNS': { enable: true } },
    'a route inside the cluster': { 'spec.internalRoute': true },
    'a redirect to another host': {
      'spec.routes[0]': {
        path: '/planted',
        action: { redirect: { url: 'https://planted.invalid/', code: 308 } },
      },
    },
    'a split': {
      'spec.routes[0]': {
        path: '/planted',
        splits: [
          { weight: 50, action: { pass: 'application' } },
          { weight: 50, action: { pass: 'websocket' } },
        ],
      },
    },
    'requests under another name': {
      'spec.routes[0].action.proxy.requestHeaders': { set: [{ name: 'X-Planted', value: 'a' }] },
    },
    'a condition on a secret of NGINX': {
      'spec.routes[3].matches[0].conditions[0].variable': '$remote_addr',
    },
    'another name': { 'metadata.name': 'planted' },
  }),
  ...plant('Policy', 'rate-limit', {
    'one limit for all': { 'spec.rateLimit.key': '$host' },
    'a sign-in of its own': { 'spec.basicAuth': { secret: 'planted' } },
    addresses: { 'spec.rateLimit': undefined, 'spec.accessControl': { allow: ['192.0.2.0/24'] } },
    tokens: { 'spec.rateLimit': undefined, 'spec.jwt': { realm: 'planted', secret: 'planted' } },
    'another name': { 'metadata.name': 'planted' },
  }),
  ...plant('Certificate', 'tls', {
    'the host of another': { 'spec.dnsNames[+]': 'chat.globex.example' },
    addresses: { 'spec.ipAddresses': ['192.0.2.1'] },
    'a name of no host': { 'spec.commonName': 'planted.invalid' },
    'an authority': { 'spec.isCA': true },
    'another issuer': { 'spec.issuerRef.name': 'planted' },
    'an issuer of the namespace': { 'spec.issuerRef.kind': 'Issuer' },
    'another Secret': { 'spec.secretName': 'planted' },
    'a copy in another place': { 'spec.secretTemplate': { annotations: { 'planted.example/copy': 'true' } } },
  }),
  ...plant('Probe', 'open-webui', {
    'another tenant': {
      'spec.targets.staticConfig.static': ['http://open-webui.tenant-globex.svc:80/ready'],
    },
    'a host outside': { 'spec.targets.staticConfig.static': ['https://planted.invalid/'] },
    'another prober': { 'spec.prober.url': 'planted.invalid:9115' },
    'a token': { 'spec.bearerTokenSecret': { name: 'planted', key: 'a' } },
    'the name of another tenant': { 'spec.targets.staticConfig.labels.tenant': 'globex' },
    'targets by Ingress': {
      'spec.targets': { ingress: { namespaceSelector: { any: true }, selector: {} } },
    },
  }),
]

const secrets = [
  ...plant('SecretStore', 'tenant-secrets', {
    'another role of AWS': { 'spec.provider.aws.role': 'arn:aws:iam::000000000000:role/planted' },
    'keys of AWS': {
      'spec.provider.aws.auth': {
        secretRef: {
          accessKeyIDSecretRef: { name: 'planted', key: 'a' },
          secretAccessKeySecretRef: { name: 'planted', key: 'b' },
        },
      },
    },
    'another account': { 'spec.provider.aws.auth.jwt.serviceAccountRef.name': 'open-webui' },
    'the account of another namespace': {
      'spec.provider.aws.auth.jwt.serviceAccountRef.namespace': 'tenant-globex',
    },
    'parameters instead of secrets': { 'spec.provider.aws.service': 'ParameterStore' },
    'another provider': {
      'spec.provider': {
        kubernetes: {
          remoteNamespace: 'tenant-globex',
          auth: { serviceAccount: { name: 'secrets-reader' } },
        },
      },
    },
    'a controller of its own': { 'spec.controller': 'planted' },
    'another name': { 'metadata.name': 'planted' },
  }),
  ...plant('ExternalSecret', 'tenant-planted-secrets', {
    'the entry of another': { 'spec.data[0].remoteRef.key': 'tenant-globex-secrets' },
    'every entry': { 'spec.dataFrom': [{ find: { name: { regexp: '.*' } } }] },
    'the store of another cell': {
      'spec.secretStoreRef': { kind: 'ClusterSecretStore', name: 'cell-us-east-1-b' },
    },
    'its entry by the store of its cell': {
      'spec.secretStoreRef': { kind: 'ClusterSecretStore', name: 'cell-us-east-1-a' },
    },
    'a store for one key': {
      'spec.data[0].sourceRef': { storeRef: { kind: 'ClusterSecretStore', name: 'planted' } },
    },
    'another Secret': { 'spec.target.name': 'planted' },
    'a text of its values': { 'spec.target.template.data': { planted: 'text' } },
    'a manifest': { 'spec.target.manifest': { apiVersion: 'v1', kind: 'ConfigMap' } },
    'a Secret that goes': { 'spec.target.deletionPolicy': 'Delete' },
    'a Secret that is shared': { 'spec.target.creationPolicy': 'Merge' },
  }),
  ...plant('PushSecret', 'generated', {
    'the entry of another': { 'spec.data[0].match.remoteRef.remoteKey': 'tenant-globex-secrets' },
    'a store of the cluster': { 'spec.secretStoreRefs[0].kind': 'ClusterSecretStore' },
    'any store': { 'spec.secretStoreRefs': [{ kind: 'SecretStore', labelSelector: {} }] },
    'a Secret of another name': { 'spec.selector': { secret: { name: 'planted' } } },
    'entries that go': { 'spec.deletionPolicy': 'Delete' },
    'a text of its values': { 'spec.template': { data: { planted: 'text' } } },
    'every key': { 'spec.dataTo': [{ storeRef: { name: 'tenant-secrets' } }] },
  }),
]

/** Kinds of the cluster's operators. */
export const plantedCustom = [...claims, ...edge, ...secrets]
