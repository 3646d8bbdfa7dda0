/** One thing that somebody may ask of the API server. */
export interface Request {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly subresource?: string
}

/** People with access to a tenant's namespace. */
export type Role = 'admin' | 'auditor' | 'operator'

const request = (text: string): Request => {
  const [verb = '', path = ''] = text.split(' ')
  const [resource = '', subresource] = (path.split('.')[0] ?? '').split('/')
  return {
    verb,
    group: path.split('.').slice(1).join('.'),
    resource,
    ...(subresource ? { subresource } : {}),
  }
}

const seen = [
  'events',
  'limitranges',
  'persistentvolumeclaims',
  'pods',
  'resourcequotas',
  'serviceaccounts',
  'services',
  'deployments.apps',
  'replicasets.apps',
  'horizontalpodautoscalers.autoscaling',
  'jobs.batch',
  'networkpolicies.networking.k8s.io',
  'poddisruptionbudgets.policy',
  'rolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
]
const look = seen.flatMap((resource) => ['get', 'list', 'watch'].map((verb) => `${verb} ${resource}`))
const restart = ['get pods/log', 'delete pods']
const operate = [
  'get deployments/scale.apps',
  'patch deployments/scale.apps',
  'update deployments/scale.apps',
  'delete jobs.batch',
]

/** All that each role may do in its namespace; everything else is refused. Written by hand, not read from dist. */
export const allowed: Readonly<Record<Role, readonly Request[]>> = {
  auditor: look.map(request),
  admin: [...look, ...restart].map(request),
  operator: [...look, ...restart, ...operate].map(request),
}

/**
 * Actions forbidden to everybody of a tenant, even in its own namespace: those that give access to secrets, shells or
 * more permissions.
 */
export const refused: readonly Request[] = [
  'get secrets',
  'list secrets',
  'watch secrets',
  'create secrets',
  'get configmaps',
  'update configmaps',
  'create pods',
  'create pods/exec',
  'get pods/exec',
  'create pods/attach',
  'create pods/portforward',
  'get pods/proxy',
  'create pods/eviction',
  'patch pods/ephemeralcontainers',
  'update pods/ephemeralcontainers',
  'get services/proxy',
  'create services',
  'create serviceaccounts/token',
  'impersonate serviceaccounts',
  'impersonate users',
  'impersonate groups',
  'create deployments.apps',
  'update deployments.apps',
  'patch deployments.apps',
  'create statefulsets.apps',
  'create daemonsets.apps',
  'create jobs.batch',
  'create cronjobs.batch',
  'update resourcequotas',
  'delete resourcequotas',
  'update limitranges',
  'delete persistentvolumeclaims',
  'update networkpolicies.networking.k8s.io',
  'delete networkpolicies.networking.k8s.io',
  'create roles.rbac.authorization.k8s.io',
  'escalate roles.rbac.authorization.k8s.io',
  'bind roles.rbac.authorization.k8s.io',
  'bind clusterroles.rbac.authorization.k8s.io',
  'create rolebindings.rbac.authorization.k8s.io',
  'patch rolebindings.rbac.authorization.k8s.io',
  'create externalsecrets.external-secrets.io',
  'patch virtualservers.k8s.nginx.org',
  'patch applications.argoproj.io',
  'delete deployments.apps',
  'delete namespaces',
  'patch namespaces',
  'get nodes',
  'get nodes/proxy',
  'list namespaces',
  'create certificatesigningrequests.certificates.k8s.io',
  'create tokenreviews.authentication.k8s.io',
  'get persistentvolumes',
  'list customresourcedefinitions.apiextensions.k8s.io',
].map(request)

/** Kinds that a gateway's interceptor reads. */
const watched = [
  'endpointslices.discovery.k8s.io',
  'httpscaledobjects.http.keda.sh',
  'interceptorroutes.http.keda.sh',
  'services',
]

/**
 * Permissions of tenants' service accounts in their own namespace, in the format of `permissionsOf`; all others have
 * none. The migration stops pods of another version before it changes the schema. A gateway waits
 * for the endpoints of its model server.
 */
export const accountPermissions: Readonly<Record<string, readonly string[]>> = {
  migrate: ['delete deployments.apps open-webui', 'get deployments.apps open-webui', 'list pods'],
  'model-gateway': ['get', 'list', 'watch'].flatMap((verb) => watched.map((kind) => `${verb} ${kind}`)),
}
