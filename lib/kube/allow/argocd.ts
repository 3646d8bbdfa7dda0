import type { AllowedKind } from './kind.ts'
import { anything, either, exactly, fields, like, list, one, type Shape } from './shape.ts'

const group = 'argoproj.io'
const here = one('https://kubernetes.default.svc')
const destination = (namespace: string) =>
  fields({ namespace: one(namespace), server: here }, 'namespace', 'server')
const source = fields(
  {
    directory: fields({ exclude: one('database.yaml'), include: one('*.yaml', 'database.yaml') }, 'include'),
    path: one('dist/{cluster}/tenants/{tenant}'),
    repoURL: one('{repository}'),
    targetRevision: like('refs/heads/.+'),
  },
  'directory',
  'path',
  'repoURL',
  'targetRevision',
)

function application(project: string, namespace: string): Shape {
  return fields(
    { destination: destination(namespace), project: one(project), source, syncPolicy: anything },
    'destination',
    'project',
    'source',
  )
}

/** Kinds of Argo CD's objects for a tenant; the parent of tenants may have these and no other. */
export const parentKinds = [
  { group, kind: 'AppProject' },
  { group, kind: 'Application' },
] as const

/**
 * Argo CD's objects for a tenant: its project and its two Applications, which read its own folder and write its own
 * namespace.
 *
 * @param kinds those that its project permits
 */
export function argocdKinds(kinds: readonly Pick<AllowedKind, 'group' | 'kind'>[]): readonly AllowedKind[] {
  const permitted = kinds.map(({ group, kind }) => exactly({ group, kind }))
  return [
    {
      group,
      version: 'v1alpha1',
      kind: 'AppProject',
      plural: 'appprojects',
      name: one('{namespace}'),
      fields: {
        spec: fields(
          {
            clusterResourceWhitelist: list(
              fields(
                { group: one(''), kind: one('Namespace'), name: one('{namespace}') },
                'group',
                'kind',
                'name',
              ),
            ),
            description: anything,
            destinations: list(destination('{namespace}'), 1),
            namespaceResourceWhitelist: list(either(...permitted), 1),
            orphanedResources: anything,
            roles: list(
              fields({
                description: anything,
                groups: anything,
                name: one('administrator', 'auditor'),
                policies: list(
                  like(
                    'p, proj:{namespace}:(administrator, applications, (get|sync)|auditor, applications, get), {namespace}/{namespace}, allow',
                  ),
                ),
              }),
            ),
            sourceRepos: list(one('{repository}'), 1),
          },
          'destinations',
          'namespaceResourceWhitelist',
          'sourceRepos',
        ),
      },
      needs: ['spec'],
    },
    {
      group,
      version: 'v1alpha1',
      kind: 'Application',
      plural: 'applications',
      name: one('{namespace}', 'database-{tenant}'),
      fields: {
        spec: either(application('{namespace}', '{namespace}'), application('databases', 'paddock-data')),
      },
      needs: ['spec'],
    },
  ]
}
