import { error, type Finding } from '../../findings/finding.ts'
import { type Miss, misses } from '../../kube/allow/misses.ts'
import { isBuiltIn, platformKinds } from '../../kube/allow/platform.ts'
import type { Own } from '../../kube/allow/shape.ts'
import type { ComponentException } from '../../kube/component.ts'
import type { KubeObject } from '../../kube/object.ts'
import { groupOf } from '../../kube/own-kinds.ts'
import type { ValidManifest } from '../valid.ts'

/** No unit of the platform is a tenant's. */
const nobody: Own = {
  tenant: '',
  namespace: '',
  cell: '',
  cluster: '',
  repository: '',
  hosts: [],
  adminGroups: [],
  auditorGroups: [],
  operatorGroups: [],
}

/** Exceptions of the unit with a name. */
export type ExceptionsOf = (unit: string) => readonly ComponentException[]

/**
 * Findings for objects of the platform, or of an own chart, that the table does not permit and no exception names. An
 * exception that its objects do not need is a finding too.
 */
export function verifyPlatform(
  manifests: readonly ValidManifest[],
  exceptionsOf: ExceptionsOf = () => [],
): Finding[] {
  return manifests.flatMap(({ path, objects }) => {
    const exceptions = exceptionsOf(path.split('/')[2] ?? '')
    return objects.flatMap((object) => {
      const own = exceptions.filter((one) => isNamed(one, object))
      const all = missesOf(object)
      const unused = own.filter(({ field }) => !all.some((miss) => isWithin(miss, field)))
      return [
        ...all
          .filter((miss) => !own.some(({ field }) => isWithin(miss, field)))
          .map((miss) => findingOf(path, object, miss)),
        ...unused.map(({ field }) =>
          error(
            'policy',
            { file: `dist/${path}`, field: `${titleOf(object)} ${field}` },
            { problem: 'exception-unused' },
          ),
        ),
      ]
    })
  })
}

function missesOf(object: KubeObject): Miss[] {
  const group = groupOf(object.apiVersion)
  const shape = platformKinds[`${group} ${object.kind}`]
  if (shape) return misses(shape, object, nobody, '')
  return isBuiltIn(group)
    ? [{ path: 'kind', value: object.kind, allowed: 'a kind of lib/kube/allow/platform.ts' }]
    : []
}

function titleOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`
}

function isNamed({ object: named }: ComponentException, object: KubeObject): boolean {
  const title = titleOf(object)
  return named.endsWith('*') ? title.startsWith(named.slice(0, -1)) : title === named
}

function isWithin({ path }: Miss, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`)
}

function findingOf(path: string, object: KubeObject, { path: field, value, allowed }: Miss): Finding {
  return error(
    'policy',
    { file: `dist/${path}`, field: `${titleOf(object)} ${field}` },
    { problem: 'not-permitted', allowed, ...(value === undefined ? {} : { value }) },
  )
}
