import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import { drawRateLimit, secureHeaders } from '../../lib/kube/edge.ts'
import type { ReadOnlySettings } from '../../lib/resolve/settings-pages.ts'
import type { ResolvedAccess, ResolvedTenant } from '../../lib/resolve/types.ts'
import { drawCertificate, tlsSecret } from './certificate.ts'
import { closedPage, reloadSeconds, startingPage } from './closed-page.ts'

/** Hosts of the tenant at the edge: certificate, rate limit, routes with time-outs fit for answers that stream. */
export function accessChart(scope: Construct, tenant: ResolvedTenant, access: ResolvedAccess): Chart {
  const { namespace } = tenant
  const chart = new Chart(scope, 'access', { namespace, labels: tenant.labels })
  const { certificate } = access
  if (certificate) drawCertificate(chart, tenant, certificate)
  const policies = [drawRateLimit(chart, namespace, access.rate)]
  // A closed tenant has it too, so that a standby needs no new certificate when it becomes active.
  drawRateLimit(chart, namespace, access.assetRate, assetLimit)
  access.hosts.forEach((host, index) => {
    draw(chart, {
      apiVersion: 'k8s.nginx.org/v1',
      kind: 'VirtualServer',
      metadata: { name: `host-${index}`, namespace },
      spec: {
        host,
        ingressClassName: 'nginx',
        policies,
        tls: {
          redirect: { code: 308, enable: true },
          // A host below the platform's domain uses the ingress controller's certificate. People see that of the load balancer.
          ...(certificate?.hosts.includes(host) ? { secret: tlsSecret } : {}),
        },
        ...routesOf(index, access),
      },
    })
  })
  return chart
}

function routesOf(index: number, access: ResolvedAccess) {
  if (access.closed) return closed(closedPage(access.closed))
  return index === 0 ? open(access) : redirected(access.hosts[0] ?? '')
}

/**
 * Redirects every other host, and every host of a wildcard, to the tenant's address. The provider returns people to that
 * address. The cookie with the state of their sign-in belongs to the host where it began, so it must begin there. 308
 * keeps the method and the body.
 */
function redirected(address: string) {
  const redirect = { code: 308, url: `https://${address}\${request_uri}` }
  return { routes: [{ action: { redirect }, path: '/' }] }
}

/** The policy of a route replaces the policy of its host, so files of the page do not count as requests to the API. */
const assetLimit = 'rate-limit-assets'

/** Paths at which people open the application. Programs ask other paths, whose errors pass as they are. */
const pagePaths = ['=/', '/auth', '/c/']

/**
 * NGINX buffers nothing: people want to see a token at once. It sends requests to the Service, not to its pods. With
 * pods, the ingress controller would reload NGINX for each pod of any tenant that starts or ends. A reload cuts the
 * connections of the old processes after a while.
 */
function open(access: ResolvedAccess) {
  const upstream = (name: string, timeoutSeconds: number) => ({
    buffering: false,
    // The form adds its own lines. Open WebUI itself reports a file that is too large.
    'client-max-body-size': `${access.uploadMiB + 1}m`,
    'connect-timeout': '5s',
    name,
    port: 80,
    'read-timeout': `${timeoutSeconds}s`,
    'send-timeout': `${timeoutSeconds}s`,
    service: 'open-webui',
    'use-cluster-ip': true,
  })
  const proxy = (name: string) => ({ proxy: { responseHeaders: { add: secureHeaders }, upstream: name } })
  return {
    routes: [
      ...['/_app/', '/static/'].map((path) => ({
        action: proxy('application'),
        path,
        policies: [{ name: assetLimit }],
      })),
      { action: proxy('websocket'), path: '/ws' },
      readOnly(access.settings, proxy('application')),
      ...pagePaths.map((path) => ({
        action: proxy('application'),
        errorPages: [starting(access.name)],
        path,
      })),
      { action: proxy('application'), path: '/' },
    ],
    upstreams: [
      upstream('application', access.readTimeoutSeconds),
      upstream('websocket', access.websocketTimeoutSeconds),
    ],
  }
}

/** The same headers in answers that NGINX creates; it adds them always. */
const pageHeaders = secureHeaders.map(({ name, value }) => ({ name, value }))

/** Shows settings and refuses changes: only Git changes them. */
function readOnly({ path, refusal }: ReadOnlySettings, shown: object) {
  return {
    action: { return: { body: refusal, code: 403, headers: pageHeaders, type: 'application/json' } },
    matches: [{ action: shown, conditions: [{ value: 'GET', variable: '$request_method' }] }],
    path,
  }
}

/** Instead of NGINX's own page while no pod of the application accepts connections. */
function starting(name: string) {
  const headers = retryHeaders(reloadSeconds)
  return { codes: [502, 504], return: { body: startingPage(name), code: 503, headers, type: 'text/html' } }
}

function retryHeaders(seconds: number) {
  return [
    { name: 'Cache-Control', value: 'no-store' },
    { name: 'Retry-After', value: String(seconds) },
    ...pageHeaders,
  ]
}

function closed(page: string) {
  const headers = retryHeaders(3600)
  return {
    routes: [{ action: { return: { body: page, code: 503, headers, type: 'text/html' } }, path: '/' }],
  }
}
