const runbook = 'docs/runbooks/region-failover.md'

/**
 * Alerts for the preconditions of recovery: model servers return after the loss of a zone, the other region answers,
 * and configuration and secrets have arrived in this region.
 */
export const regionAlerts = {
  name: 'regions',
  rules: [
    {
      alert: 'ModelServerUnavailable',
      // As long as a standard tenant may wait. A server that is scaled to zero is not unavailable.
      expr: 'kube_deployment_status_replicas_available{deployment=~"ollama-(cpu|gpu)"} == 0 and kube_deployment_spec_replicas{deployment=~"ollama-(cpu|gpu)"} > 0',
      for: '5m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'No {{ $labels.deployment }} of {{ $labels.namespace }} answers',
        description:
          'Open WebUI is ready, but nobody gets an answer. Its readiness does not depend on model servers.',
        runbook: 'docs/runbooks/model-server-unavailable.md',
      },
    },
    {
      alert: 'PeerRegionDown',
      expr: 'min by (peer) (probe_success{job="peer-region"}) == 0',
      for: '30s',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'Region {{ $labels.peer }} does not serve',
        description: 'This region is its standby. If it is lost, one line in its cluster file fails it over.',
        runbook,
      },
    },
    {
      alert: 'TwoRegionsServe',
      expr: 'max by (peer) (probe_success{job="former-region"}) == 1',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'Region {{ $labels.peer }} serves tenants that were failed over to this region',
        description: 'It has not yet read that it is the standby. Data that people write there is lost.',
        runbook,
      },
    },
    {
      alert: 'ConfigurationNotSynced',
      expr: 'max by (name) (argocd_app_info{sync_status!="Synced"}) == 1',
      for: '10m',
      labels: { severity: 'warning' },
      annotations: {
        summary: 'Application {{ $labels.name }} differs from Git',
        description: 'A failover would start with an older configuration.',
        runbook,
      },
    },
    {
      alert: 'SecretNotCopied',
      expr: 'max by (namespace, name) ({__name__=~"externalsecret_status_condition|pushsecret_status_condition", condition="Ready", status="False"}) == 1',
      for: '15m',
      labels: { severity: 'warning' },
      annotations: {
        summary: 'Secret {{ $labels.name }} of {{ $labels.namespace }} cannot be read or copied',
        description:
          'In the standby region, its pods would not start, or its hosts would have no certificate.',
        runbook,
      },
    },
  ],
}
