/** Alerts for all tenants' namespaces. No alert names a tenant. */
export const tenantAlerts = {
  name: 'tenants',
  rules: [
    {
      alert: 'WebsocketBusDown',
      expr: 'min by (namespace, tenant) (probe_success{job="bus"}) == 0',
      for: '2m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'The websocket bus of tenant {{ $labels.tenant }} does not answer',
        description:
          'Pages of Open WebUI load, but nobody can chat. Readiness of its pods does not depend on the bus.',
        runbook: 'docs/runbooks/websocket-bus-down.md',
      },
    },
    {
      alert: 'OpenWebuiNotReady',
      expr: 'min by (namespace, tenant) (probe_success{job="open-webui"}) == 0',
      for: '5m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'Open WebUI of tenant {{ $labels.tenant }} is not ready',
        description: 'Its database or its Redis is unreachable, or no pod runs.',
        runbook: 'docs/runbooks/open-webui-not-ready.md',
      },
    },
  ],
}
