import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import type { ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { exclusions, ignoredUpdates } from './exclusions.ts'
import { healthChecks } from './health.ts'
import { names, namespace, partOf, secrets } from './names.ts'
import { parametersOf } from './parameters.ts'
import { policyCsv } from './rbac.ts'

/**
 * Address of the server through a person's own port-forward. It is the only address where no entry point exists, and
 * the remaining one when the entry point is unreachable.
 */
const portForward = 'https://localhost:8443'

/**
 * Argo CD's own ConfigMaps, and an empty project `default`. Without it, the server would create a project that allows
 * everything.
 */
export function settingsChart(
  scope: Construct,
  labels: Labels,
  argocd: ResolvedArgocd,
  operatorGroups: readonly string[],
): Chart {
  const chart = new Chart(scope, 'settings', { namespace, labels })
  const map = (name: string, data: Readonly<Record<string, string>>) =>
    draw(chart, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, labels: partOf },
      data,
    })
  map(names.settings, settings(argocd))
  map(names.parameters, parametersOf(argocd))
  map(names.rbac, {
    'policy.csv': policyCsv(operatorGroups),
    // A user without a group of the policy sees nothing.
    'policy.default': '',
    'policy.matchMode': 'glob',
    scopes: '[groups]',
  })
  draw(chart, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'default', namespace },
    spec: { description: 'Nothing: every Application names a project of its own' },
  })
  return chart
}

/** @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cm-yaml/ */
function settings(argocd: ResolvedArgocd): Record<string, string> {
  return {
    'admin.enabled': 'false',
    // The permission to sync is not a permission to sync another commit, not even as a dry run.
    'application.sync.requireOverridePrivilegeForRevisionSync': 'true',
    'application.resourceTrackingMethod': 'annotation',
    'exec.enabled': 'false',
    // dist is plain YAML. Argo CD reads nothing else and runs no tools.
    'helm.enable': 'false',
    'jsonnet.enable': 'false',
    'kustomize.enable': 'false',
    'resource.compareoptions': JSON.stringify({ ignoreAggregatedRoles: true }),
    'resource.exclusions': JSON.stringify(exclusions),
    ...ignoredUpdates,
    ...healthChecks,
    'timeout.reconciliation': `${argocd.reconciliationSeconds}s`,
    'timeout.reconciliation.jitter': `${argocd.jitterSeconds}s`,
    // The issuer must know `…/auth/callback` below each of these addresses. The request shows which one a person uses.
    ...(argocd.host === undefined
      ? { url: portForward }
      : { additionalUrls: JSON.stringify([portForward]), url: `https://${argocd.host}` }),
    'users.anonymous.enabled': 'false',
    ...(argocd.signIn
      ? {
          'oidc.config': JSON.stringify({
            name: 'SSO',
            issuer: argocd.signIn.issuer,
            clientID: argocd.signIn.clientId,
            ...(argocd.signIn.cliClientId ? { cliClientID: argocd.signIn.cliClientId } : {}),
            clientSecret: `$${secrets.signIn.name}:${secrets.signIn.key}`,
            requestedScopes: ['openid', 'profile', 'email', 'groups'],
          }),
        }
      : {}),
  }
}
