import { ingressHealth, ingressPort } from '../../../lib/resolve/edge-names.ts'
import { tenantLabel } from '../../../lib/resolve/labels.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { challengeSolver, nameLabel } from '../../../lib/resolve/network.ts'
import { openWebuiPort } from '../../../lib/resolve/open-webui-scale.ts'
import { blocks, type OperatorFlow, podsIn } from '../controller/network.ts'
import { metricsPort } from './deployment.ts'

const tenants = { namespaceSelector: { matchExpressions: [{ key: tenantLabel, operator: 'Exists' }] } }

/**
 * Who calls the ingress controller and whom it calls. The network load balancer shows callers as they are, so any
 * address may come; that nobody but load balancers gets so far is for the security groups to say.
 */
export const ingressFlows: readonly OperatorFlow[] = [
  {
    name: 'requests-from-anywhere',
    direction: 'in',
    peers: blocks(['0.0.0.0/0']),
    ports: [ingressPort, ingressHealth.port],
  },
  {
    name: 'metrics-from-monitoring',
    direction: 'in',
    peers: [podsIn(platform.monitoring)],
    ports: [metricsPort],
  },
  {
    name: 'requests-to-tenants',
    direction: 'out',
    peers: [{ ...tenants, podSelector: { matchLabels: { [nameLabel]: 'open-webui' } } }],
    ports: [openWebuiPort],
  },
  {
    name: 'challenges-to-solvers',
    direction: 'out',
    peers: [
      { ...tenants, podSelector: { matchLabels: challengeSolver.labels } },
      { ...podsIn(platform.data), podSelector: { matchLabels: challengeSolver.labels } },
    ],
    ports: [challengeSolver.port],
  },
]
