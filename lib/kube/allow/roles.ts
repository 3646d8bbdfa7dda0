import type { PolicyRule } from '../types/kubernetes.ts'

const look = ['get', 'list', 'watch']

/** The permissions of a tenant's auditors: they read the configuration, no logs (they hold conversations), no secrets. */
const auditor = [
  {
    apiGroups: [''],
    resources: [
      'events',
      'limitranges',
      'persistentvolumeclaims',
      'pods',
      'resourcequotas',
      'serviceaccounts',
      'services',
    ],
    verbs: look,
  },
  { apiGroups: ['apps'], resources: ['deployments', 'replicasets'], verbs: look },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: look },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: look },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: look },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: look },
  { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings', 'roles'], verbs: look },
]

/**
 * Administrators also read logs and restart by deleting a pod. They may not change a Deployment: a person
 * who may change a pod template can mount any Secret of the namespace into it.
 */
const admin = [
  ...auditor,
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
]

/** Operators of the platform also scale, and run a Job again by deleting it. */
const operator = [
  ...admin,
  { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'patch', 'update'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['delete'] },
]

/**
 * Rules of every Role of a tenant's namespace, by its name. A chart draws these and no others; a Role with other rules
 * is refused in Git and by the API server.
 */
export const tenantRoles = {
  'platform-operator': operator,
  'tenant-admin': admin,
  'tenant-auditor': auditor,
  /** The Job that stops pods of another version before it migrates the database. */
  migrate: [
    {
      apiGroups: ['apps'],
      resourceNames: ['open-webui'],
      resources: ['deployments'],
      verbs: ['get', 'delete'],
    },
    { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
  ],
  /**
   * Reads of this namespace, as far as the interceptor does not start or route without them. Upstream grants them in the
   * whole cluster, and ConfigMaps too, which only placeholder pages need.
   *
   * @see https://github.com/kedacore/http-add-on/blob/v0.15.0/config/interceptor/role.yaml
   */
  'model-gateway': [
    { apiGroups: [''], resources: ['services'], verbs: look },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: look },
    { apiGroups: ['http.keda.sh'], resources: ['httpscaledobjects', 'interceptorroutes'], verbs: look },
  ],
} as const satisfies Readonly<Record<string, readonly PolicyRule[]>>
