import type { PodNames } from './containers.ts'
import type { AllowedKind } from './kind.ts'
import { podTemplate } from './pods.ts'
import { anything, either, fields, like, one } from './shape.ts'

/** Accounts of a tenant's pods. That of External Secrets is not among them: it reads the tenant's entries at AWS. */
export const podAccounts = [
  'bus',
  'default',
  'export',
  'fill-models',
  'migrate',
  'model-gateway',
  'ollama',
  'open-webui',
] as const

/** ConfigMaps of a tenant: scripts and settings of its servers, and one that holds its deletion. */
export const configMaps = [
  'bus-scripts',
  'export-gate',
  'export-scripts',
  'fill-models',
  'model-gateway',
  'ollama-proxy',
  'ollama-scripts',
  'open-webui-scripts',
  'pull-models',
] as const

/** Of the tenant's namespace. */
export const tenantPods: PodNames = {
  accounts: one(...podAccounts),
  secrets: one(
    '{namespace}-secrets',
    'cell-cache',
    'cell-endpoints',
    'identity-provider',
    'tenant-cache',
    'tenant-database',
  ),
  configMaps: one(...configMaps),
  claims: one('export', 'files', 'model-cache', 'models'),
}

const deployments = like('bus|model-gateway|ollama-(cpu|gpu)|open-webui')

export const workloads: readonly AllowedKind[] = [
  {
    group: 'apps',
    version: 'v1',
    kind: 'Deployment',
    plural: 'deployments',
    name: deployments,
    fields: {
      spec: fields(
        {
          minReadySeconds: anything,
          progressDeadlineSeconds: anything,
          replicas: anything,
          revisionHistoryLimit: anything,
          selector: anything,
          strategy: anything,
          template: podTemplate(tenantPods),
        },
        'template',
      ),
    },
    needs: ['spec'],
  },
  {
    group: 'batch',
    version: 'v1',
    kind: 'Job',
    plural: 'jobs',
    name: like('(export|fill-models|last-export|migrate|pull-models)(-[0-9a-f]{8})?'),
    fields: {
      spec: fields(
        {
          activeDeadlineSeconds: anything,
          backoffLimit: anything,
          completionMode: one('NonIndexed'),
          completions: one(1),
          manualSelector: one(false),
          parallelism: one(1),
          podFailurePolicy: anything,
          podReplacementPolicy: anything,
          selector: anything,
          suspend: one(false),
          template: podTemplate(tenantPods),
          ttlSecondsAfterFinished: anything,
        },
        'template',
      ),
    },
    needs: ['spec'],
  },
  {
    group: 'autoscaling',
    version: 'v2',
    kind: 'HorizontalPodAutoscaler',
    plural: 'horizontalpodautoscalers',
    // KEDA makes one for each of its own objects.
    // A laptop has no KEDA: its servers have autoscalers of their own.
    name: like('open-webui|(keda-hpa-)?ollama-(cpu|gpu)'),
    fields: {
      spec: fields(
        {
          behavior: anything,
          maxReplicas: anything,
          metrics: anything,
          minReplicas: anything,
          scaleTargetRef: fields(
            { apiVersion: one('apps/v1'), kind: one('Deployment'), name: deployments },
            'apiVersion',
            'kind',
            'name',
          ),
        },
        'scaleTargetRef',
      ),
    },
    needs: ['spec'],
  },
  {
    group: 'policy',
    version: 'v1',
    kind: 'PodDisruptionBudget',
    plural: 'poddisruptionbudgets',
    name: deployments,
    fields: {
      spec: fields(
        {
          maxUnavailable: either(one(1), like('[1-9][0-9]?%')),
          selector: anything,
          unhealthyPodEvictionPolicy: one('AlwaysAllow'),
        },
        'maxUnavailable',
        'unhealthyPodEvictionPolicy',
      ),
    },
    needs: ['spec'],
  },
]
