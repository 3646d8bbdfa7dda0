/** Alerts for the parts on which the platform depends, in every region. */
export const platformAlerts = {
  name: 'platform',
  rules: [
    {
      alert: 'AggregatedApiUnavailable',
      // Of the API server itself. @see https://github.com/kubernetes/kube-aggregator pkg/controllers/status/metrics
      expr: 'max by (name) (aggregator_unavailable_apiservice) == 1',
      for: '5m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'The API {{ $labels.name }} does not answer',
        description:
          'Until it answers, nobody can delete a namespace or a tenant, and autoscalers lack its metrics.',
        runbook: 'docs/runbooks/aggregated-api-unavailable.md',
      },
    },
  ],
}
