import { platform } from '../../../lib/resolve/names.ts'

/** Namespaces of Jobs that run once: those of tenants, and the platform's with the databases of all of them. */
const jobs = `namespace=~"tenant-.+|${platform.data}"`
const runbook = 'docs/runbooks/job-failed.md'

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
    {
      // Each try of the sync makes the Job anew, so it is between two failures for some minutes.
      alert: 'JobFailed',
      expr: `max by (namespace, job_name) (max_over_time(kube_job_failed{condition="true", ${jobs}}[15m])) == 1`,
      for: '15m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'Job {{ $labels.job_name }} of {{ $labels.namespace }} fails again and again',
        description:
          'Argo CD makes the Job anew with each try of its sync. Until it succeeds, later waves wait.',
        runbook,
      },
    },
    {
      alert: 'JobWaitsForNode',
      expr: `max by (namespace, owner_name) ((kube_pod_status_phase{phase="Pending", ${jobs}} == 1) * on (namespace, pod) group_left (owner_name) kube_pod_owner{owner_kind="Job", ${jobs}}) == 1`,
      for: '15m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'A pod of Job {{ $labels.owner_name }} of {{ $labels.namespace }} does not start',
        description:
          'No node has room for it, or its image cannot be pulled. The sync of its Application waits.',
        runbook,
      },
    },
  ],
}
