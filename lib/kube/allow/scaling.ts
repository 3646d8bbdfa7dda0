import type { AllowedKind } from './kind.ts'
import { anything, either, fields, like, list, one } from './shape.ts'

const servers = like('ollama-(cpu|gpu)')

/** KEDA asks the tenant's own servers, without credentials, and scales these and no other. */
export const scalingKinds: readonly AllowedKind[] = [
  {
    group: 'keda.sh',
    version: 'v1alpha1',
    kind: 'ScaledObject',
    plural: 'scaledobjects',
    name: servers,
    fields: {
      spec: fields(
        {
          advanced: fields({ horizontalPodAutoscalerConfig: fields({ behavior: anything }) }),
          cooldownPeriod: anything,
          maxReplicaCount: anything,
          minReplicaCount: anything,
          pollingInterval: anything,
          scaleTargetRef: fields(
            { apiVersion: one('apps/v1'), kind: one('Deployment'), name: servers },
            'apiVersion',
            'kind',
            'name',
          ),
          triggers: list(
            either(
              fields(
                {
                  metadata: fields(
                    {
                      aggregateFromKubeServiceEndpoints: anything,
                      aggregationType: anything,
                      targetValue: anything,
                      url: like('http://(ollama-(cpu|gpu)|model-gateway)\\.{namespace}\\.svc:[0-9]+/[a-z]*'),
                      valueLocation: anything,
                    },
                    'url',
                  ),
                  metricType: one('AverageValue'),
                  type: one('metrics-api'),
                },
                'metadata',
                'type',
              ),
              fields({ metadata: anything, metricType: one('Utilization'), type: one('cpu') }, 'type'),
            ),
            1,
          ),
        },
        'scaleTargetRef',
        'triggers',
      ),
    },
    needs: ['spec'],
  },
  {
    group: 'http.keda.sh',
    version: 'v1beta1',
    kind: 'InterceptorRoute',
    plural: 'interceptorroutes',
    name: servers,
    fields: {
      spec: fields(
        {
          rules: list(fields({ hosts: list(one('model-server'), 1) }, 'hosts'), 1),
          scalingMetric: fields({ concurrency: anything }),
          target: fields({ port: one(11434), service: servers }, 'port', 'service'),
          timeouts: anything,
        },
        'rules',
        'target',
      ),
    },
    needs: ['spec'],
  },
]
