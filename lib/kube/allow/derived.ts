/**
 * Kinds that controllers make in a tenant's namespace and that Git never has, as `<plural>.<group>`, with the reason.
 * The API server refuses every other kind there that is not in the table.
 */
export const derivedKinds: Readonly<Record<string, string>> = {
  pods: 'ReplicaSets and Jobs make them; a rule of their own holds them to the shape of templates',
  'replicasets.apps': 'Deployments make them',
  secrets: 'External Secrets, cert-manager and Crossplane write them',
  events: 'every controller reports in them',
  'events.events.k8s.io': 'every controller reports in them',
  endpoints: 'Kubernetes mirrors the addresses of a Service',
  'endpointslices.discovery.k8s.io': 'Kubernetes lists the pods of a Service',
  'certificaterequests.cert-manager.io': 'cert-manager makes one for each Certificate',
  'orders.acme.cert-manager.io': 'cert-manager makes one for each request',
  'challenges.acme.cert-manager.io': 'cert-manager makes one for each host',
  'policyendpoints.networking.k8s.aws': 'EKS writes what a NetworkPolicy means for its nodes',
}
