import { alien, type Planted, plant } from './plant.ts'
import { plantedAccess } from './planted-access.ts'
import { plantedCustom } from './planted-custom.ts'
import { plantedJobs, plantedPods, plantedScaling } from './planted-pods.ts'

const storage = plant('PersistentVolumeClaim', 'models', {
  'the volume of another': { 'spec.volumeName': 'models-globex' },
  'any volume with a label': { 'spec.selector': { matchLabels: { planted: 'true' } } },
  'a copy of another claim': { 'spec.dataSource': { kind: 'PersistentVolumeClaim', name: 'planted' } },
  'a copy by the newer field': { 'spec.dataSourceRef': { kind: 'PersistentVolumeClaim', name: 'planted' } },
  'a raw disk': { 'spec.volumeMode': 'Block' },
  'a class of settings': { 'spec.volumeAttributesClassName': 'planted' },
  'another name': { 'metadata.name': 'planted' },
})

const limits = [
  ...plant('ResourceQuota', 'tenant', {
    'load balancers': { 'spec.hard[services.loadbalancers]': '1' },
    'ports of nodes': { 'spec.hard[services.nodeports]': '1' },
    'any number of pods': { 'spec.hard.pods': undefined },
    'some pods only': { 'spec.scopes': ['Terminating'] },
    'another name': { 'metadata.name': 'planted' },
  }),
  ...plant('LimitRange', 'tenant', { 'another name': { 'metadata.name': 'planted' } }),
  ...plant('ConfigMap', 'bus-scripts', {
    'another name': { 'metadata.name': 'planted' },
    bytes: { binaryData: { planted: 'AAAA' } },
    'for ever': { immutable: true },
  }),
]

const security = 'metadata.labels[pod-security.kubernetes.io/enforce]'
const namespaces = plant('Namespace', 'tenant-planted', {
  'privileged pods': { [security]: 'privileged' },
  'baseline pods': { [security]: 'baseline' },
  'no Pod Security': { [security]: undefined },
  'a version that moves': { 'metadata.labels[pod-security.kubernetes.io/enforce-version]': 'latest' },
  'the label of another tenant': { 'metadata.labels[paddock.dev/tenant]': 'globex' },
  'no tenant': { 'metadata.labels[paddock.dev/tenant]': undefined },
})

/** Controllers set these, so the API server cannot refuse them; Git has none. */
const metadata = plant(
  'Deployment',
  'open-webui',
  {
    'an owner that takes it along': {
      'metadata.ownerReferences': [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'planted', uid: 'a' }],
    },
    'a finalizer that keeps it': { 'metadata.finalizers': ['planted.example/keep'] },
    'the label of another tenant': { 'metadata.labels[paddock.dev/tenant]': 'globex' },
    'the label of another cell': { 'metadata.labels[paddock.dev/cell]': 'us-east-1-b' },
    'an annotation for another controller': { 'metadata.annotations[planted.example/do]': 'it' },
    'a status': { status: { replicas: 1 } },
  },
  { wall: 'git' },
)

const data = { namespace: 'paddock-data', wall: 'git' } as const
const dataPlane = [
  ...plant(
    'Job',
    'database-planted',
    {
      'the passwords of another': {
        'spec.template.spec.containers[0].env[+]': {
          name: 'PLANTED',
          valueFrom: { secretKeyRef: { name: 'database-globex', key: 'database-password' } },
        },
      },
      'a Secret of another as a file': {
        'spec.template.spec.volumes[+]': { name: 'planted', secret: { secretName: 'master-us-east-1-b' } },
      },
      'an account of the platform': { 'spec.template.spec.serviceAccountName': 'tenant-passwords' },
      'another script': { 'spec.template.spec.volumes[0].configMap.name': 'planted' },
      'another name': { 'metadata.name': 'database-globex-00000000' },
    },
    data,
  ),
  ...plant(
    'SecretStore',
    'database-planted',
    {
      'the namespace of another': { 'spec.provider.kubernetes.remoteNamespace': 'tenant-globex' },
      'another account': { 'spec.provider.kubernetes.auth.serviceAccount.name': 'default' },
      'another API server': { 'spec.provider.kubernetes.server.url': 'https://planted.invalid' },
    },
    data,
  ),
  ...plant(
    'ExternalSecret',
    'database-planted',
    {
      'the Secret of another': { 'spec.target.name': 'database-globex' },
      'the store of another': { 'spec.secretStoreRef.name': 'database-globex' },
    },
    data,
  ),
]

const inArgocd = { namespace: 'argocd', wall: 'git' } as const
const argocd = [
  ...plant(
    'AppProject',
    'tenant-planted',
    {
      'every namespace': { 'spec.destinations[0].namespace': '*' },
      'another cluster': { 'spec.destinations[0].server': 'https://planted.invalid' },
      'every kind': { 'spec.namespaceResourceWhitelist': [{ group: '*', kind: '*' }] },
      'a kind that no tenant has': { 'spec.namespaceResourceWhitelist[+]': { group: '', kind: 'Secret' } },
      'kinds without a namespace': { 'spec.clusterResourceWhitelist': [{ group: '*', kind: '*' }] },
      'another repository': { 'spec.sourceRepos': ['https://planted.invalid/repository.git'] },
      'confirmation of deletions': {
        'spec.roles[0].policies': [
          'p, proj:tenant-planted:administrator, applications, update, tenant-planted/*, allow',
        ],
      },
      'Applications of another': {
        'spec.roles[0].policies': ['p, proj:tenant-planted:administrator, applications, get, */*, allow'],
      },
      'the name of a shared project': { 'metadata.name': 'platform' },
    },
    inArgocd,
  ),
  ...plant(
    'Application',
    'tenant-planted',
    {
      'the platform’s project': { 'spec.project': 'platform' },
      'another namespace': { 'spec.destination.namespace': 'kube-system' },
      'the folder of another': { 'spec.source.path': 'dist/us-east-1/tenants/globex' },
      'another repository': { 'spec.source.repoURL': 'https://planted.invalid/repository.git' },
      'a chart of Helm': { 'spec.source.helm': { values: 'a: b' } },
      'one commit': { 'spec.source.targetRevision': '0000000' },
      'the name of the root': { 'metadata.name': 'root' },
    },
    inArgocd,
  ),
]

const rbac = 'rbac.authorization.k8s.io/v1'
const selector = { matchLabels: { planted: 'true' } }
const empty = { metadata: { labels: selector.matchLabels }, spec: { containers: [] } }
const aliens: Planted[] = [
  alien('v1', 'Secret', { stringData: { planted: 'text' } }, 'git'),
  alien('v1', 'PersistentVolume', { namespace: 'none', spec: { hostPath: { path: '/' } } }, 'git'),
  alien('v1', 'Pod', { spec: { containers: [{ name: 'a', image: 'registry.example/planted:1' }] } }),
  alien('v1', 'Endpoints', { subsets: [] }, 'git'),
  alien('v1', 'PodTemplate', { template: empty }),
  alien('v1', 'ReplicationController', {
    spec: { replicas: 0, selector: selector.matchLabels, template: empty },
  }),
  alien('apps/v1', 'DaemonSet', { spec: { selector, template: empty } }),
  alien('apps/v1', 'StatefulSet', { spec: { serviceName: 'planted', selector, template: empty } }),
  alien('batch/v1', 'CronJob', {
    spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { template: empty } } },
  }),
  alien('coordination.k8s.io/v1', 'Lease', { spec: {} }),
  alien('networking.k8s.io/v1', 'Ingress', {
    spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } },
  }),
  alien(rbac, 'ClusterRole', { namespace: 'none', rules: [] }, 'git'),
  alien(
    rbac,
    'ClusterRoleBinding',
    {
      namespace: 'none',
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    },
    'git',
  ),
  alien('k8s.nginx.org/v1', 'VirtualServerRoute', { spec: { host: 'globex.use1.paddock.example' } }),
  alien('k8s.nginx.org/v1', 'TransportServer', { spec: { listener: { name: 'a', protocol: 'TCP' } } }),
  alien('external-secrets.io/v1', 'ClusterSecretStore', { namespace: 'none', spec: {} }, 'git'),
  alien('keda.sh/v1alpha1', 'TriggerAuthentication', { spec: {} }),
  alien('keda.sh/v1alpha1', 'ScaledJob', { spec: {} }),
  alien('monitoring.coreos.com/v1', 'PrometheusRule', { spec: {} }),
  alien('cert-manager.io/v1', 'Issuer', { spec: { selfSigned: {} } }),
  alien('v1', 'ConfigMap', { namespace: 'kube-system', data: {} }, 'git'),
  alien('v1', 'ConfigMap', { namespace: 'tenant-globex', data: {} }, 'git'),
  alien('v1', 'ConfigMap', { namespace: 'none', data: {} }, 'git'),
]

/** Every planted object. */
export const planted: readonly Planted[] = [
  ...plantedAccess,
  ...plantedPods,
  ...plantedJobs,
  ...plantedScaling,
  ...plantedCustom,
  ...storage,
  ...limits,
  ...namespaces,
  ...metadata,
  ...dataPlane,
  ...argocd,
  ...aliens,
]
