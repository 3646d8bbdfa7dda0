import { notPublic4, notPublic6 } from '../../catalog/special-blocks.ts'
import type { AllowedKind } from './kind.ts'
import { anything, either, exactly, fields, like, list, map, one, type Shape } from './shape.ts'

const labels = fields({ matchLabels: map(anything) })

/** Pods of the tenant or of the platform; never of every namespace. */
const podsOf = (...namespaces: readonly string[]): Shape =>
  fields(
    {
      namespaceSelector: fields(
        {
          matchLabels: fields(
            { 'kubernetes.io/metadata.name': one('{namespace}', ...namespaces) },
            'kubernetes.io/metadata.name',
          ),
        },
        'matchLabels',
      ),
      podSelector: fields({ matchLabels: map(anything) }, 'matchLabels'),
    },
    'namespaceSelector',
    'podSelector',
  )

/** Metadata, loopback and link-local addresses. The Pod Identity agent is the only one that pods may reach. */
const never =
  '0\\..*|127\\..*|169\\.254\\..*|22[4-9]\\..*|2[345][0-9]\\..*|f[ef].*|fd00:ec2:.*|::.*|64:ff9b:.*|2002:.*|2001:0?:.*'
const addresses = either(
  fields({ cidr: one('0.0.0.0/0'), except: exactly(notPublic4) }, 'cidr', 'except'),
  fields({ cidr: one('::/0'), except: exactly(notPublic6) }, 'cidr', 'except'),
  fields({ cidr: one('169.254.170.23/32') }, 'cidr'),
  fields({ cidr: like('[0-9.]+/([89]|[12][0-9]|3[0-2])|[0-9a-f:]+/[0-9]{2,3}', never) }, 'cidr'),
)
const blocks = fields({ ipBlock: addresses }, 'ipBlock')

const ports = list(fields({ port: anything, protocol: one('TCP', 'UDP') }, 'port', 'protocol'), 1)

/** Policies that open: from or to named peers at named ports. A rule without them would open to all. */
export const networkKind: AllowedKind = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  name: anything,
  fields: {
    spec: fields(
      {
        egress: list(
          fields(
            { ports, to: list(either(podsOf('kube-system', 'paddock-data', 'tracing'), blocks), 1) },
            'ports',
            'to',
          ),
        ),
        ingress: list(
          fields({ from: list(podsOf('ingress-nginx', 'keda', 'monitoring'), 1), ports }, 'from', 'ports'),
        ),
        podSelector: labels,
        policyTypes: list(one('Ingress', 'Egress'), 1),
      },
      'podSelector',
      'policyTypes',
    ),
  },
  needs: ['spec'],
}
