import type { KubeObject } from '../object.ts'
import type { AllowedKind } from './kind.ts'
import { type Miss, misses } from './misses.ts'
import { anything, fields, like, list, map, type Own, one, open, type Shape } from './shape.ts'

/** Annotations of objects in Git: of Paddock, and those of others that mean the same in every tenant. */
const annotations = map(
  anything,
  like(
    'paddock\\.dev/[a-z-]+|argocd\\.argoproj\\.io/(hook|ignore-healthcheck|manifest-generate-paths|sync-options|sync-wave)|cert-manager\\.io/issue-temporary-certificate',
  ),
)

/**
 * Metadata of objects in Git. Owners, finalizers of others and generated names belong to controllers: one of them makes
 * an object that outlives or takes along another.
 */
const inGit = ({ group, name }: AllowedKind): Shape =>
  fields(
    {
      annotations,
      ...(group === 'argoproj.io' ? { finalizers } : {}),
      labels: open({ 'paddock.dev/tenant': one('{tenant}'), 'paddock.dev/cell': one('{cell}') }),
      name,
      namespace: anything,
    },
    'name',
  )

/** Argo CD looks for it on its own objects: it deletes what they name before it deletes them. */
const finalizers = list(one('resources-finalizer.argocd.argoproj.io'))

/** All misses of an object in Git, which is of a kind of the table. */
export function objectMisses(kind: AllowedKind, object: KubeObject, own: Own): Miss[] {
  const { apiVersion: _, kind: __, metadata, ...rest } = object
  return [
    ...misses(inGit(kind), metadata, own, 'metadata'),
    ...(kind.metadata ? misses(kind.metadata, metadata, own, 'metadata') : []),
    ...misses(fields(kind.fields, ...(kind.needs ?? [])), rest, own, ''),
    ...(kind.whole ? misses(kind.whole, object, own, '') : []),
  ]
}
