import type { AllowedKind } from './kind.ts'
import { anything, either, fields, like, list, one, own } from './shape.ts'

const group = 'k8s.nginx.org'
const proxy = fields(
  { responseHeaders: fields({ add: anything }), upstream: one('application', 'websocket') },
  'upstream',
)
const answer = fields({ body: anything, code: anything, headers: anything, type: anything })
const action = either(
  fields({ proxy }, 'proxy'),
  fields({ return: answer }, 'return'),
  // Hosts of a wildcard lead to the tenant's address, and to no other.
  fields(
    {
      redirect: fields({ code: one(308), url: own('hosts', 'https://', `\${request_uri}`) }, 'code', 'url'),
    },
    'redirect',
  ),
)
const policies = list(fields({ name: one('rate-limit', 'rate-limit-assets') }, 'name'))
/** A page of its own instead of NGINX's; no redirect. */
const errorPages = list(fields({ codes: list(one(502, 504)), return: answer }, 'codes', 'return'))
const matches = list(
  fields(
    {
      action,
      conditions: list(fields({ value: anything, variable: one('$request_method') }, 'value', 'variable')),
    },
    'action',
    'conditions',
  ),
)

/** Hosts of the tenant: no snippets, no routes of other namespaces, no backends but its own application. */
export const edgeKinds: readonly AllowedKind[] = [
  {
    group,
    version: 'v1',
    kind: 'VirtualServer',
    plural: 'virtualservers',
    name: like('host-[0-9]+'),
    fields: {
      spec: fields(
        {
          host: own('hosts'),
          ingressClassName: one('nginx'),
          policies,
          routes: list(fields({ action, errorPages, matches, path: anything, policies }, 'path', 'action')),
          tls: fields({
            redirect: fields({ code: one(308), enable: one(true) }),
            secret: one('tls'),
          }),
          upstreams: list(
            fields(
              {
                buffering: anything,
                'client-max-body-size': anything,
                'connect-timeout': anything,
                name: one('application', 'websocket'),
                port: one(80),
                'read-timeout': anything,
                'send-timeout': anything,
                service: one('open-webui'),
                'use-cluster-ip': anything,
              },
              'name',
              'service',
              'port',
            ),
          ),
        },
        'host',
        'ingressClassName',
      ),
    },
    needs: ['spec'],
  },
  {
    group,
    version: 'v1',
    kind: 'Policy',
    plural: 'policies',
    name: one('rate-limit', 'rate-limit-assets'),
    fields: {
      spec: fields(
        {
          rateLimit: fields(
            {
              burst: anything,
              key: one(`\${binary_remote_addr}`),
              noDelay: anything,
              rate: anything,
              rejectCode: one(429),
              scale: anything,
              zoneSize: anything,
            },
            'key',
            'rate',
          ),
        },
        'rateLimit',
      ),
    },
    needs: ['spec'],
  },
  {
    group: 'cert-manager.io',
    version: 'v1',
    kind: 'Certificate',
    plural: 'certificates',
    name: one('tls'),
    fields: {
      spec: fields(
        {
          dnsNames: list(own('hosts'), 1),
          issuerRef: fields(
            { group: one('cert-manager.io'), kind: one('ClusterIssuer'), name: one('letsencrypt') },
            'group',
            'kind',
            'name',
          ),
          privateKey: anything,
          secretName: one('tls'),
          usages: list(one('digital signature', 'server auth')),
        },
        'dnsNames',
        'issuerRef',
        'secretName',
      ),
    },
    needs: ['spec'],
  },
  {
    group: 'monitoring.coreos.com',
    version: 'v1',
    kind: 'Probe',
    plural: 'probes',
    name: one('open-webui', 'bus'),
    fields: {
      spec: fields(
        {
          interval: anything,
          jobName: one('open-webui', 'bus'),
          module: one('http_2xx', 'tcp_connect'),
          prober: fields(
            { path: one('/probe'), scheme: one('http'), url: one('blackbox-exporter.monitoring.svc:9115') },
            'url',
          ),
          targets: fields(
            {
              staticConfig: fields(
                {
                  labels: fields({ tenant: one('{tenant}') }),
                  static: list(one('http://open-webui.{namespace}.svc:80/ready', 'bus.{namespace}.svc:6379')),
                },
                'static',
              ),
            },
            'staticConfig',
          ),
        },
        'prober',
        'targets',
      ),
    },
    needs: ['spec'],
  },
]
