/** A security group: a tier of the region, or a service of the last one. */
export const securityGroups = {
  loadBalancer: 'Load balancers',
  ingress: 'Pods of the ingress controller',
  nodes: 'Nodes and all other pods: the application',
  controlPlane: 'Interfaces of the Kubernetes control plane',
  database: 'PostgreSQL',
  cache: 'Valkey',
  files: 'Mount targets of EFS',
  endpoints: 'Interface endpoints of AWS services',
} as const

/** Name of a security group here and in the published part. */
export type SecurityGroupName = keyof typeof securityGroups

/** A direction in which a connection may be opened. Everything else is rejected. Replies need no rule. */
export interface Flow {
  /** The opening side. `internet` is any address. */
  readonly from: SecurityGroupName | 'internet'
  readonly to: SecurityGroupName | 'internet'
  readonly protocol: 'tcp' | 'udp'
  readonly firstPort: number
  readonly lastPort: number
  /** EC2 stores it with the rule. It accepts letters, digits and a few ASCII signs, but no apostrophe. */
  readonly why: string
}

type Ends = Pick<Flow, 'from' | 'to'>

function tcp(from: Ends['from'], to: Ends['to'], port: number, why: string): Flow {
  return { from, to, protocol: 'tcp', firstPort: port, lastPort: port, why }
}

/** Ports of admission webhooks, conversion webhooks and aggregated APIs, with their listeners. */
const calledByControlPlane = [
  { port: 6443, why: 'metrics API of KEDA' },
  { port: 8443, why: 'webhooks of operators' },
  { port: 9443, why: 'webhooks of Crossplane, KEDA and the load balancer controller' },
  { port: 10250, why: 'kubelets; webhooks of cert-manager and External Secrets' },
  { port: 10251, why: 'metrics-server, as the EKS add-on sets it' },
] as const

/** The tiers: load balancer → ingress → application → data. No other connection is possible. */
export const flows: readonly Flow[] = [
  tcp('internet', 'loadBalancer', 443, 'users'),
  tcp('loadBalancer', 'ingress', 443, 'requests, TLS again'),
  tcp('loadBalancer', 'ingress', 8081, 'health of the ingress controller'),
  tcp('ingress', 'nodes', 8080, 'Open WebUI, the holders of requests and Argo CD'),
  tcp('ingress', 'nodes', 4317, 'traces'),
  tcp('ingress', 'nodes', 53, 'names'),
  { ...tcp('ingress', 'nodes', 53, 'names'), protocol: 'udp' },
  tcp('ingress', 'controlPlane', 443, 'routes, from the API server'),
  tcp('nodes', 'ingress', 8081, 'probes of kubelets'),
  tcp('nodes', 'ingress', 9113, 'metrics'),
  // NetworkPolicies decide about traffic between pods. They know pods, but a security group knows only nodes.
  { from: 'nodes', to: 'nodes', protocol: 'tcp', firstPort: 1, lastPort: 65535, why: 'pods to pods' },
  { from: 'nodes', to: 'nodes', protocol: 'udp', firstPort: 1, lastPort: 65535, why: 'pods to pods' },
  tcp('nodes', 'controlPlane', 443, 'kubelets and controllers'),
  ...calledByControlPlane.map(({ port, why }) => tcp('controlPlane', 'nodes', port, why)),
  tcp('nodes', 'database', 5432, 'PostgreSQL'),
  tcp('nodes', 'cache', 6379, 'Valkey'),
  tcp('nodes', 'files', 2049, 'NFS under TLS'),
  tcp('nodes', 'endpoints', 443, 'AWS services'),
  // Tenants declare destinations on any port. Their NetworkPolicies name these destinations; shared objects cannot.
  { from: 'nodes', to: 'internet', protocol: 'tcp', firstPort: 1, lastPort: 65535, why: 'declared egress' },
  // cert-manager asks a zone's own name servers for the record of a challenge. Its NetworkPolicy alone allows this.
  { ...tcp('nodes', 'internet', 53, 'name servers of challenges'), protocol: 'udp' },
]
