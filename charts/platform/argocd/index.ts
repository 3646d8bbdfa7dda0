import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawNamespace } from '../../kit/namespace.ts'
import { cacheChart } from './cache.ts'
import { component } from './component.ts'
import { controllerChart } from './controller.ts'
import { namespace, secrets } from './names.ts'
import { networkChart } from './network.ts'
import { noticesChart } from './notices.ts'
import { notificationsChart } from './notifications.ts'
import { repoServerChart } from './repo-server.ts'
import { serverChart } from './server.ts'
import { settingsChart } from './settings.ts'

/**
 * Argo CD. From its first sync on, it manages itself. Two parts of upstream's manifests are missing: the ApplicationSet
 * controller, because every Application is a file of dist, and Dex, because Argo CD uses the OIDC issuer directly.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const { argocd, labels, operatorGroups } = cluster
  if (argocd === undefined) return []
  return [
    namespaceChart(scope, cluster, argocd),
    networkChart(scope, cluster),
    settingsChart(scope, labels, argocd, operatorGroups),
    cacheChart(scope, labels, argocd),
    repoServerChart(scope, labels, argocd),
    controllerChart(scope, labels, argocd),
    serverChart(scope, labels, argocd),
    ...(argocd.mail
      ? [noticesChart(scope, labels, argocd.mail), notificationsChart(scope, labels, argocd)]
      : []),
  ]
}

function namespaceChart(
  scope: Construct,
  { labels }: ResolvedCluster,
  { mail, signIn }: ResolvedArgocd,
): Chart {
  const chart = new Chart(scope, 'namespace', { labels })
  const made = [
    secrets.server,
    secrets.cache.name,
    ...(signIn ? [secrets.signIn.name] : []),
    ...(mail ? [secrets.mail.name] : []),
  ]
  drawNamespace(chart, { labels }, component, {
    // By bootstrap.sh, before anything runs.
    'paddock.dev/creates': made.map((name) => `Secret/${namespace}/${name}`).join(','),
  })
  return chart
}
