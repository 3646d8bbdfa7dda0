import type { KubeObject } from '../../../lib/kube/object.ts'
import { type Api, type Identity, messageOf } from './api.ts'

/** Something that must be refused, and the words of who must refuse it. */
export interface Attack {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly body?: object
  readonly refusal: RegExp
  /** 403 unless given: forbidden. 422: the object would not be valid. */
  readonly status?: 403 | 422
}

/** A pod that a tenant's namespace would take; attacks change one thing of it. */
function pod(change: { readonly spec?: object; readonly container?: object }): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'attack' },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10_000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'attack',
          image: 'docker.io/library/python:3.13-slim-bookworm',
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          resources: {
            requests: { cpu: '10m', memory: '16Mi', 'ephemeral-storage': '1Mi' },
            limits: { memory: '16Mi', 'ephemeral-storage': '1Mi' },
          },
          ...change.container,
        },
      ],
      ...change.spec,
    },
  }
}

const confined = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }

/**
 * Attacks by somebody who may create anything in the namespace, as a mistake in dist or a stolen deploy key could:
 * admission must refuse them. The first one is none, and must pass: it shows that the others fail for their reason.
 */
export function admissionAttacks(namespace: string, standard: boolean): readonly Attack[] {
  const pods = `/api/v1/namespaces/${namespace}/pods?dryRun=All`
  const services = `/api/v1/namespaces/${namespace}/services?dryRun=All`
  const claims = `/api/v1/namespaces/${namespace}/persistentvolumeclaims?dryRun=All`
  const psa = /violates PodSecurity "restricted/
  const policy = /ValidatingAdmissionPolicy 'paddock-tenant-services'/
  const attack = (name: string, path: string, refusal: RegExp, body: object): Attack => ({
    name,
    method: 'POST',
    path,
    refusal,
    body,
  })
  const container = (name: string, securityContext: object) =>
    attack(name, pods, psa, pod({ container: { securityContext: { ...confined, ...securityContext } } }))
  const service = (type: string) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'attack' },
    spec: { type, ports: [{ port: 80 }], selector: { 'app.kubernetes.io/name': 'open-webui' } },
  })
  const request = (amount: Readonly<Record<string, string>>) =>
    pod({
      container: {
        resources: {
          requests: { cpu: '10m', memory: '16Mi', 'ephemeral-storage': '1Mi', ...amount },
          limits: { memory: amount['memory'] ?? '16Mi', 'ephemeral-storage': '1Mi', ...amount },
        },
      },
    })
  return [
    container('a privileged container', { privileged: true, allowPrivilegeEscalation: true }),
    container('a container that may gain privileges', { allowPrivilegeEscalation: true }),
    container('a container with more capabilities', { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }),
    container('a container that runs as root', { runAsUser: 0, runAsNonRoot: false }),
    container('a container without a seccomp profile', { seccompProfile: { type: 'Unconfined' } }),
    attack(
      'a folder of the node',
      pods,
      psa,
      pod({ spec: { volumes: [{ name: 'host', hostPath: { path: '/' } }] } }),
    ),
    attack('the network of the node', pods, psa, pod({ spec: { hostNetwork: true } })),
    attack('the processes of the node', pods, psa, pod({ spec: { hostPID: true } })),
    attack('a load balancer', services, policy, service('LoadBalancer')),
    attack('a port of every node', services, policy, service('NodePort')),
    attack('more processor than the quota', pods, /exceeded quota|maximum cpu/, request({ cpu: '4k' })),
    attack('more memory than the quota', pods, /exceeded quota|maximum memory/, request({ memory: '4Ti' })),
    ...(standard
      ? [
          attack(
            'a GPU',
            pods,
            /exceeded quota.*requests\.nvidia\.com\/gpu/,
            request({ 'nvidia.com/gpu': '1' }),
          ),
        ]
      : []),
    attack('more storage than the quota', claims, /exceeded quota/, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'export' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '64Ti' } } },
    }),
  ]
}

/** A pod that a namespace takes: attacks are refused for their one difference from it. */
export function harmlessPod(namespace: string): { readonly path: string; readonly body: object } {
  return { path: `/api/v1/namespaces/${namespace}/pods?dryRun=All`, body: pod({}) }
}

/** Attacks by a tenant's administrator on its own namespace and on another's: RBAC must refuse them. */
export function administratorAttacks(namespace: string, other: string): readonly Attack[] {
  const here = `/api/v1/namespaces/${namespace}`
  const apps = `/apis/apps/v1/namespaces/${namespace}`
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`
  const forbidden = (verb: string, resource: string) =>
    new RegExp(`is forbidden: User .* cannot ${verb} resource "${resource}"`)
  const attack = (method: string, path: string, verb: string, resource: string, body?: object): Attack => ({
    name: `${verb} ${resource}`,
    method,
    path,
    refusal: forbidden(verb, resource),
    ...(body ? { body } : {}),
  })
  const token = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }
  const binding = {
    metadata: { name: 'attack' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'attacker' }],
  }
  return [
    attack('POST', `${here}/pods`, 'create', 'pods', pod({ spec: { serviceAccountName: 'secrets-reader' } })),
    attack('POST', `${here}/pods/any/exec?command=sh&stdout=true`, 'create', 'pods/exec'),
    attack('POST', `${here}/serviceaccounts/default/token`, 'create', 'serviceaccounts/token', token),
    attack('GET', `${here}/secrets`, 'list', 'secrets'),
    attack('POST', `${here}/services`, 'create', 'services', { metadata: { name: 'attack' } }),
    attack('PATCH', `${here}/resourcequotas/tenant`, 'patch', 'resourcequotas', {
      spec: { hard: { pods: '999' } },
    }),
    attack('PATCH', `/api/v1/namespaces/${namespace}`, 'patch', 'namespaces', {
      metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    }),
    attack('PATCH', `${apps}/deployments/open-webui`, 'patch', 'deployments', { spec: { replicas: 0 } }),
    attack(
      'DELETE',
      `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies/deny-all`,
      'delete',
      'networkpolicies',
    ),
    attack('POST', `${rbac}/rolebindings`, 'create', 'rolebindings', binding),
    attack('PATCH', `${rbac}/roles/tenant-admin`, 'patch', 'roles', { rules: [] }),
    attack(
      'POST',
      '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
      'create',
      'clusterrolebindings',
      binding,
    ),
    attack('GET', `/api/v1/namespaces/${other}/pods`, 'list', 'pods'),
    attack('DELETE', `/api/v1/namespaces/${other}/pods/any`, 'delete', 'pods'),
    attack('GET', '/api/v1/namespaces/argocd/secrets', 'list', 'secrets'),
    attack('GET', '/api/v1/nodes', 'list', 'nodes'),
  ]
}

/** Tries attacks; answers those that were not refused, or not for the right reason. */
export async function tryAttacks(
  api: Api,
  attacks: readonly Attack[],
  as?: Identity,
): Promise<readonly string[]> {
  const outcomes = await Promise.all(
    attacks.map(async ({ name, method, path, body, refusal, status = 403 }) => {
      const answer = await api.send<unknown>(method, path, body, as)
      const message = messageOf(answer.body)
      return answer.status === status && refusal.test(message) ? [] : [`${name}: ${answer.status} ${message}`]
    }),
  )
  return outcomes.flat()
}
