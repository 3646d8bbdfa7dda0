import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import type { ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { names, namespace, partOf, secrets } from './names.ts'

/** Notification service: the mail server of the cluster's file. */
const service = 'email'

/** Events that cause an e-mail. `oncePer` prevents a second e-mail for the same revision or operation. */
const notices = [
  {
    name: 'sync-failed',
    // An operation with endless retries never fails. Its message shows the error while it keeps running.
    when: "app.status.operationState != nil and (app.status.operationState.phase in ['Error', 'Failed'] or (app.status.operationState.phase == 'Running' and app.status.operationState.retryCount >= 5))",
    oncePer: 'app.status.operationState.startedAt',
    subject: '{{.app.metadata.name}}: sync fails',
    body: [
      'Argo CD cannot bring {{.app.metadata.name}} to {{.app.status.sync.revision}}:',
      '{{.app.status.operationState.message}}',
      'It tries again, with the newest commit each time.',
    ],
  },
  {
    name: 'degraded',
    when: "app.status.health.status == 'Degraded'",
    oncePer: 'app.status.health.lastTransitionTime',
    subject: '{{.app.metadata.name}}: degraded',
    body: [
      '{{.app.metadata.name}} is degraded. Unhealthy resources:',
      '{{range .app.status.resources}}{{if .health}}{{if eq .health.status "Degraded"}}{{.kind}} {{.name}}: {{.health.message}}',
      '{{end}}{{end}}{{end}}',
    ],
  },
  {
    name: 'waits-for-confirmation',
    // The first finalizer of a hook before the deletion goes when the hook, the last export of a tenant, has ended.
    when: "(app.status.operationState != nil and app.status.operationState.phase == 'Running' and app.status.operationState.message contains 'pruning confirmation') or (app.metadata.deletionTimestamp != nil and not any(app.metadata.finalizers, {# == 'pre-delete-finalizer.argocd.argoproj.io'}) and any(app.status.resources, {.requiresDeletionConfirmation == true}))",
    oncePer:
      'app.metadata.deletionTimestamp != nil ? app.metadata.deletionTimestamp : app.status.operationState.startedAt',
    subject: '{{.app.metadata.name}}: a deletion waits for you',
    body: [
      '{{.app.metadata.name}} is about to delete what holds data, and waits until an operator confirms it.',
      'Until then it syncs no newer commit. For the reason and the next steps see docs/argocd.md.',
    ],
  },
] as const

/** Triggers and texts. The password of the mail server is a reference to a Secret. */
export function noticesChart(
  scope: Construct,
  labels: Labels,
  mail: NonNullable<ResolvedArgocd['mail']>,
): Chart {
  const chart = new Chart(scope, 'notices', { namespace, labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: names.notices, namespace, labels: partOf },
    data: {
      [`service.${service}`]: JSON.stringify({
        host: mail.host,
        port: mail.port,
        from: mail.from,
        username: `$${secrets.mail.username}`,
        password: `$${secrets.mail.password}`,
      }),
      subscriptions: JSON.stringify([
        { recipients: [`${service}:${mail.to}`], triggers: notices.map(({ name }) => name) },
      ]),
      ...Object.fromEntries(
        notices.flatMap(({ name, when, oncePer, subject, body }) => [
          [`trigger.${name}`, JSON.stringify([{ when, oncePer, send: [name] }])],
          [`template.${name}`, JSON.stringify({ message: `${body.join('\n')}\n`, email: { subject } })],
        ]),
      ),
    },
  })
  return chart
}
