import { onlyReference } from '../../../lib/catalog/images.ts'
import { argocdServer } from '../../../lib/resolve/edge-names.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import images from './images.json' with { type: 'json' }

/** Namespace of Argo CD in every cluster. */
export const namespace = argocdServer.namespace

export const image = onlyReference(images.argocd)

/** User `argocd` of the image. @see https://github.com/argoproj/argo-cd/blob/v3.5.1/Dockerfile */
export const user = 999

/** Names that Argo CD and its command line expect. */
export const names = {
  controller: 'argocd-application-controller',
  server: argocdServer.name,
  repoServer: 'argocd-repo-server',
  notifications: 'argocd-notifications-controller',
  cache: 'argocd-redis',
  settings: 'argocd-cm',
  parameters: 'argocd-cmd-params-cm',
  rbac: 'argocd-rbac-cm',
  notices: 'argocd-notifications-cm',
} as const

/** Ports of the containers. */
export const ports = {
  server: argocdServer.port,
  serverMetrics: 8083,
  repoServer: 8081,
  repoServerMetrics: 8084,
  controllerMetrics: 8082,
  notificationsMetrics: 9001,
  cache: 6379,
  sentinel: 26379,
} as const

/** Secrets that `bootstrap.sh` creates. Git contains none of them. */
export const secrets = {
  /** Signs sessions and holds the server's certificate. The server fills it. */
  server: 'argocd-secret',
  /** Password of the cache. `bootstrap.sh` generates it. */
  cache: { name: 'argocd-redis', key: 'auth' },
  signIn: { name: 'argocd-oidc', key: 'clientSecret' },
  mail: { name: 'argocd-notifications-secret', username: 'smtp-username', password: 'smtp-password' },
} as const

/** Argo CD reads only objects with this label. */
export const partOf = { 'app.kubernetes.io/part-of': 'argocd' } as const

/** Label by which Services, policies and the command line select a component's pods. */
export function named(name: string): Labels {
  return { 'app.kubernetes.io/name': name }
}
