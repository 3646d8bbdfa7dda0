/** Alerts for the parts on which the platform depends, in every region. */
export const platformAlerts = {
  name: 'platform',
  rules: [
    {
      alert: 'AggregatedApiAway',
      // Of the API server itself. @see https://github.com/kubernetes/kube-aggregator pkg/controllers/status/metrics
      expr: 'max by (name) (aggregator_unavailable_apiservice) == 1',
      for: '5m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'The API {{ $labels.name }} does not answer',
        description:
          'No namespace can be deleted until it does, a tenant’s neither, and autoscalers miss what it tells them.',
        runbook: 'docs/runbooks/aggregated-api-away.md',
      },
    },
  ],
}
