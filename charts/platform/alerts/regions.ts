const runbook = 'docs/runbooks/region-failover.md'

/**
 * Alerts for the preconditions of recovery: model servers return after the loss of a zone, the other region answers,
 * and configuration and secrets have arrived in this region.
 */
export const regionAlerts = {
  name: 'regions',
  rules: [
    {
      alert: 'ModelServerAway',
      // As long as a standard tenant may wait. A server that is scaled to zero is not unavailable.
      expr: 'kube_deployment_status_replicas_available{deployment=~"ollama-(cpu|gpu)"} == 0 and kube_deployment_spec_replicas{deployment=~"ollama-(cpu|gpu)"} > 0',
      for: '5m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'No {{ $labels.deployment }} of {{ $labels.namespace }} answers',
        description: 'Open WebUI is ready and cannot answer: its readiness does not look at model servers.',
        runbook: 'docs/runbooks/model-server-away.md',
      },
    },
    {
      alert: 'PeerRegionDown',
      expr: 'min by (peer) (probe_success{job="peer-region"}) == 0',
      for: '30s',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'Region {{ $labels.peer }} does not serve',
        description: 'Its tenants stand by here. If it is lost, one line in its cluster file fails it over.',
        runbook,
      },
    },
    {
      alert: 'TwoRegionsServe',
      expr: 'max by (peer) (probe_success{job="former-region"}) == 1',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'Region {{ $labels.peer }} serves again what was failed over to here',
        description: 'It is back and has not yet read that it stands by: what is written there is lost.',
        runbook,
      },
    },
    {
      alert: 'ConfigurationNotSynced',
      expr: 'max by (name) (argocd_app_info{sync_status!="Synced"}) == 1',
      for: '10m',
      labels: { severity: 'warning' },
      annotations: {
        summary: 'Application {{ $labels.name }} is not what Git says',
        description: 'A failover would begin with an older configuration.',
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
          'Where the tenant stands by, its pods would not start, or its hosts would have no certificate.',
        runbook,
      },
    },
  ],
}
