import { plant } from './plant.ts'

const services = plant('Service', 'open-webui', {
  'a port of every node': { 'spec.type': 'NodePort' },
  'a load balancer': { 'spec.type': 'LoadBalancer' },
  'another name': { 'spec.type': 'ExternalName', 'spec.externalName': 'planted.example' },
  'an external name beside its pods': { 'spec.externalName': 'planted.example' },
  'external addresses': { 'spec.externalIPs': ['192.0.2.1'] },
  'an address of a load balancer': { 'spec.loadBalancerIP': '192.0.2.1' },
  'a class of load balancers': {
    'spec.type': 'LoadBalancer',
    'spec.loadBalancerClass': 'planted.example/class',
  },
  'sources of a load balancer': {
    'spec.type': 'LoadBalancer',
    'spec.loadBalancerSourceRanges': ['192.0.2.0/24'],
  },
  'no pods, so that anybody may write its addresses': { 'spec.selector': undefined },
  'pods that are not ready': { 'spec.publishNotReadyAddresses': true },
  'the node’s pods first': { 'spec.internalTrafficPolicy': 'Local' },
  'sticky sessions': { 'spec.sessionAffinity': 'ClientIP' },
  'a port over UDP': { 'spec.ports[0].protocol': 'UDP' },
  'an annotation for a controller of load balancers': {
    'metadata.annotations[service.beta.kubernetes.io/aws-load-balancer-scheme]': 'internet-facing',
  },
  'another name of the object': { 'metadata.name': 'planted' },
})

const group = 'rbac.authorization.k8s.io'
const subject = (change: object) => ({
  'subjects[0]': { apiGroup: group, kind: 'Group', name: 'planted:it', ...change },
})
const account = (name: string, namespace: string) => ({
  'subjects[0]': { kind: 'ServiceAccount', name, namespace },
})

const bindings = [
  ...plant('RoleBinding', 'tenant-admin', {
    'a role of the whole cluster': {
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'cluster-admin' },
    },
    'a role of the cluster that only reads': {
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'view' },
    },
    'another role of the namespace': { 'roleRef.name': 'database-passwords' },
    'everybody who has signed in': subject({ name: 'system:authenticated' }),
    'everybody who has not': subject({ name: 'system:unauthenticated' }),
    'administrators of Kubernetes': subject({ name: 'system:masters' }),
    'a group of another tenant': subject({ name: 'globex:it' }),
    'a group that begins like its own': subject({ name: 'planted:it2' }),
    'two groups in one name': subject({ name: 'planted:it\nglobex:it' }),
    'its auditors as administrators': subject({ name: 'planted:audit' }),
    'a person': { 'subjects[0]': { apiGroup: group, kind: 'User', name: 'planted@planted.example' } },
    'an account of its pods': account('open-webui', 'tenant-planted'),
    'an account of another tenant': account('open-webui', 'tenant-globex'),
    nobody: { subjects: undefined },
    'one more group': { 'subjects[+]': { apiGroup: group, kind: 'Group', name: 'globex:it' } },
    'another name': { 'metadata.name': 'planted' },
  }),
  ...plant('RoleBinding', 'platform-operator', {
    'its administrators as operators': subject({ name: 'planted:it' }),
    'an account': account('default', 'tenant-planted'),
  }),
  ...plant('RoleBinding', 'migrate', {
    'the same account of another tenant': account('migrate', 'tenant-globex'),
    'another account': account('open-webui', 'tenant-planted'),
  }),
  ...plant('RoleBinding', 'database-passwords', {
    'an account of another namespace': account('tenant-passwords', 'kube-system'),
    'the account of the data namespace': account('default', 'paddock-data'),
  }),
]

const rule = (apiGroups: string[], resources: string[], verbs: string[], more = {}) => ({
  'rules[+]': { apiGroups, resources, verbs, ...more },
})
const roles = [
  ...plant('Role', 'tenant-admin', {
    everything: rule(['*'], ['*'], ['*']),
    'its secrets': rule([''], ['secrets'], ['get']),
    'its secrets, with a reason': {
      ...rule([''], ['secrets'], ['get']),
      'metadata.annotations[paddock.dev/reason]': 'it would like to',
    },
    'pod templates': rule(['apps'], ['deployments'], ['patch']),
    'commands in pods': rule([''], ['pods/exec'], ['create']),
    'containers in pods': rule([''], ['pods/ephemeralcontainers'], ['patch']),
    'ports of pods': rule([''], ['pods/portforward'], ['create']),
    'tokens of accounts': rule([''], ['serviceaccounts/token'], ['create']),
    'rights to give rights': rule([group], ['roles'], ['escalate']),
    'rights to bind': rule([group], ['rolebindings'], ['create']),
    'its network policies': rule(['networking.k8s.io'], ['networkpolicies'], ['delete']),
    'its hosts': rule(['k8s.nginx.org'], ['virtualservers'], ['patch']),
    'one more verb': { 'rules[0].verbs[+]': 'delete' },
    'no rule': { rules: [] },
  }),
  ...plant('Role', 'database-passwords', {
    'every secret': { 'rules[0].resourceNames': undefined },
    'another secret': { 'rules[0].resourceNames': ['planted'] },
    'a change of the secret': { 'rules[0].verbs': ['get', 'patch'] },
  }),
  ...plant('Role', 'migrate', {
    'another Deployment': { 'rules[0].resourceNames': ['bus'] },
    'another name': { 'metadata.name': 'planted' },
  }),
]

const accounts = plant('ServiceAccount', 'open-webui', {
  'a mounted token': { automountServiceAccountToken: true },
  'a role of AWS': {
    'metadata.annotations[eks.amazonaws.com/role-arn]': 'arn:aws:iam::000000000000:role/planted',
  },
  secrets: { secrets: [{ name: 'planted' }] },
  'credentials for a registry': { imagePullSecrets: [{ name: 'planted' }] },
  'another name': { 'metadata.name': 'planted' },
})

const peer = (namespace: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  podSelector: { matchLabels: { 'app.kubernetes.io/name': 'open-webui' } },
})
const block = (cidr: string, more = {}) => ({ 'spec.egress[0].to': [{ ipBlock: { cidr, ...more } }] })
const policies = [
  ...plant('NetworkPolicy', 'open-webui-from-ingress', {
    'from everybody': { 'spec.ingress[0].from': undefined },
    'from everybody, by an empty list': { 'spec.ingress[0].from': [] },
    'from every namespace': { 'spec.ingress[0].from': [{ namespaceSelector: {}, podSelector: {} }] },
    'from another tenant': { 'spec.ingress[0].from': [peer('tenant-globex')] },
    'from the system': { 'spec.ingress[0].from': [peer('kube-system')] },
    'from addresses': { 'spec.ingress[0].from': [{ ipBlock: { cidr: '192.0.2.0/24' } }] },
    'at every port': { 'spec.ingress[0].ports': undefined },
    'at a range of ports': { 'spec.ingress[0].ports[0].endPort': 9000 },
    'from namespaces by expressions': {
      'spec.ingress[0].from': [
        {
          namespaceSelector: { matchExpressions: [{ key: 'paddock.dev/tenant', operator: 'Exists' }] },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'open-webui' } },
        },
      ],
    },
    'for pods by expressions': {
      'spec.podSelector': { matchExpressions: [{ key: 'planted', operator: 'DoesNotExist' }] },
    },
  }),
  ...plant('NetworkPolicy', 'open-webui-to-identity-provider', {
    'to everybody': { 'spec.egress[0].to': undefined },
    'to every address': block('0.0.0.0/0'),
    'to every address but one': block('0.0.0.0/0', { except: ['192.0.2.0/24'] }),
    'to every address of IPv6': block('::/0'),
    'to the metadata': block('169.254.169.254/32'),
    'to the metadata by IPv6': block('fd00:ec2::254/128'),
    'to the node’s own addresses': block('169.254.0.0/16'),
    'to a mapped address': block('::ffff:169.254.169.254/128'),
    'to a translated address': block('64:ff9b::a9fe:a9fe/128'),
    'to multicast': block('224.0.0.0/4'),
    'to another tenant': { 'spec.egress[0].to': [peer('tenant-globex')] },
    'to Argo CD': { 'spec.egress[0].to': [peer('argocd')] },
    'to every pod of the system': {
      'spec.egress[0].to': [
        { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
      ],
    },
    'at every port': { 'spec.egress[0].ports': undefined },
  }),
]

// The API server fills an empty list of directions, so that it has nothing to refuse there.
const undirected = plant(
  'NetworkPolicy',
  'deny-all',
  { 'without a direction': { 'spec.policyTypes': [] } },
  { wall: 'git' },
)

/** Ways into a tenant and out of it, and rights. */
export const plantedAccess = [...services, ...bindings, ...roles, ...accounts, ...policies, ...undirected]
