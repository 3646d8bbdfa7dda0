import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { join } from 'node:path'
import type { LookValues } from './series.ts'

/** Answers for the autoscaler of a name: the values of its next look. */
export type Answer = (name: string) => Promise<LookValues>

const resources = 'metrics.k8s.io'
const external = 'external.metrics.k8s.io'

/** Groups that the server has, each in one version. */
export const metricsGroups = [resources, external] as const

/**
 * The APIs from which the controller reads metrics, in place of metrics-server and of KEDA. Pods are selected by the label
 * `app`, which is the name of their autoscaler; so is the name of an external metric.
 *
 * @param certificates folder with a certificate and its key, which nobody checks
 * @see https://github.com/kubernetes/metrics
 */
export function startMetricsApi(certificates: string, port: number, answer: Answer): Promise<Server> {
  const options = {
    cert: readFileSync(join(certificates, 'apiserver.crt')),
    key: readFileSync(join(certificates, 'apiserver.key')),
  }
  const server = createServer(options, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost')
    const reply = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    body(pathname, searchParams, answer).then(
      (found) => reply(found ? 200 : 404, found ?? { kind: 'Status', apiVersion: 'v1', code: 404 }),
      (cause: unknown) => reply(500, { kind: 'Status', apiVersion: 'v1', code: 500, message: String(cause) }),
    )
  })
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)))
}

async function body(path: string, query: URLSearchParams, answer: Answer): Promise<object | undefined> {
  const [, group = '', rest = ''] = /^\/apis\/([^/]+)\/v1beta1(\/.*)?$/.exec(path) ?? []
  if (group !== resources && group !== external) return undefined
  if (rest === '' || rest === '/') return discovery(group)
  if (group === external) {
    const name = rest.split('/').at(-1) ?? ''
    return externalList(name, await answer(name))
  }
  const [, name = ''] = /app=([a-z-]+)/.exec(query.get('labelSelector') ?? '') ?? []
  return podList(await answer(name))
}

function discovery(group: string): object {
  const namespaced = { namespaced: true, verbs: ['get', 'list'] }
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: `${group}/v1beta1`,
    resources:
      group === resources ? [{ name: 'pods', singularName: '', kind: 'PodMetrics', ...namespaced }] : [],
  }
}

function podList({ pods }: LookValues): object {
  const timestamp = new Date().toISOString()
  return {
    kind: 'PodMetricsList',
    apiVersion: `${resources}/v1beta1`,
    metadata: {},
    items: pods
      .filter(({ use }) => use !== undefined)
      .map(({ name, use }) => ({
        metadata: { name, namespace: 'hpa' },
        timestamp,
        window: '1s',
        containers: [
          { name: 'ollama', usage: { cpu: `${use?.cpuMillis}m`, memory: String(use?.memoryBytes) } },
        ],
      })),
  }
}

function externalList(metricName: string, { external: value }: LookValues): object {
  const timestamp = new Date().toISOString()
  return {
    kind: 'ExternalMetricValueList',
    apiVersion: `${external}/v1beta1`,
    metadata: {},
    items: value === undefined ? [] : [{ metricName, metricLabels: {}, timestamp, value: String(value) }],
  }
}
