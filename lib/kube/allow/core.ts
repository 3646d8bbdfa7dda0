import { podSecurityLabels } from '../pod-security.ts'
import type { AllowedKind } from './kind.ts'
import { anything, atLeast, fields, like, list, map, one, open } from './shape.ts'
import { configMaps, podAccounts, tenantPods } from './workloads.ts'

const core = { group: '', version: 'v1' } as const
const restricted = Object.fromEntries(
  Object.entries(podSecurityLabels('restricted')).map(([key, value]) => [key, one(value)]),
)

/** Annotations on which no controller of the cluster acts but Argo CD. */
const ourAnnotations = open({
  annotations: map(anything, like('(argocd\\.argoproj\\.io|kubectl\\.kubernetes\\.io|paddock\\.dev)/.*')),
})

/** The namespace itself. The API server's rules look its tenant up in its labels, so they are never another's. */
export const namespaceKind: AllowedKind = {
  ...core,
  kind: 'Namespace',
  plural: 'namespaces',
  name: one('{namespace}'),
  metadata: atLeast({ labels: atLeast({ 'paddock.dev/tenant': one('{tenant}'), ...restricted }) }),
  fields: { spec: fields({ finalizers: list(one('kubernetes')) }) },
}

/** Ports of a Service: inside the cluster, and over TCP. */
export const servicePorts = list(
  fields({
    appProtocol: anything,
    name: anything,
    port: anything,
    protocol: one('TCP'),
    targetPort: anything,
  }),
)

/** Names, scripts, quota and storage of a tenant. */
export const coreKinds: readonly AllowedKind[] = [
  {
    ...core,
    kind: 'ConfigMap',
    plural: 'configmaps',
    // Kubernetes makes the last one in every namespace.
    name: one(...configMaps, 'kube-root-ca.crt'),
    fields: { data: anything },
  },
  {
    ...core,
    kind: 'LimitRange',
    plural: 'limitranges',
    name: one('tenant'),
    fields: { spec: fields({ limits: anything }) },
  },
  {
    ...core,
    kind: 'ResourceQuota',
    plural: 'resourcequotas',
    name: one('tenant'),
    fields: {
      spec: fields(
        {
          hard: atLeast({
            'services.loadbalancers': one('0'),
            'services.nodeports': one('0'),
            pods: anything,
          }),
        },
        'hard',
      ),
    },
    needs: ['spec'],
  },
  {
    ...core,
    kind: 'PersistentVolumeClaim',
    plural: 'persistentvolumeclaims',
    name: tenantPods.claims,
    fields: {
      spec: fields(
        {
          accessModes: anything,
          resources: anything,
          // Storage classes are objects of the platform.
          storageClassName: anything,
          volumeMode: one('Filesystem'),
          // Crossplane makes the first two for this tenant; a storage class makes the others.
          volumeName: like('(models|model-cache)-{tenant}|pvc-[0-9a-f-]+'),
        },
        'accessModes',
      ),
    },
    needs: ['spec'],
  },
  {
    ...core,
    kind: 'Service',
    plural: 'services',
    name: like('bus|model-gateway|ollama-(cpu|gpu)|open-webui'),
    // The AWS Load Balancer Controller and others act on annotations.
    metadata: ourAnnotations,
    fields: {
      spec: fields(
        {
          clusterIP: anything,
          clusterIPs: anything,
          internalTrafficPolicy: one('Cluster'),
          ipFamilies: anything,
          ipFamilyPolicy: one('SingleStack', 'PreferDualStack'),
          ports: servicePorts,
          // Without a selector anybody may write its addresses.
          selector: map(anything),
          sessionAffinity: one('None'),
          type: one('ClusterIP'),
        },
        'selector',
      ),
    },
    needs: ['spec'],
  },
  {
    ...core,
    kind: 'ServiceAccount',
    plural: 'serviceaccounts',
    name: one(...podAccounts, 'secrets-reader'),
    // EKS acts on annotations: one of them names a role of AWS.
    metadata: ourAnnotations,
    fields: { automountServiceAccountToken: one(false) },
  },
]
