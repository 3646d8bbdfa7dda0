import { error, type Finding } from '../findings/finding.ts'
import { is, type ValidManifest, type ValidObject } from './valid.ts'

/** Custom kinds that a cluster knows, as `<group> <Kind>`; `<group> *` when a package brings the whole group. */
export type Definitions = ReadonlySet<string>

/** The kinds that CRDs, Crossplane's definitions and its packages among the objects bring into a cluster. */
export function definitionsOf(manifests: readonly ValidManifest[]): Definitions {
  return new Set(manifests.flatMap(({ objects }) => objects.flatMap(defined)))
}

function defined(object: ValidObject): string[] {
  if (is(object, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'))
    return [`${object.spec.group} ${object.spec.names.kind}`]
  if (is(object, 'apiextensions.crossplane.io/v1', 'CompositeResourceDefinition')) {
    const { group, names, claimNames } = object.spec
    return [names, ...(claimNames ? [claimNames] : [])].map(({ kind }) => `${group} ${kind}`)
  }
  if (is(object, 'pkg.crossplane.io/v1', 'Provider')) return [`${packageGroup(object.spec.package)} *`]
  return []
}

/**
 * The group of a provider's kinds, derived from its package's name: one package for each service of AWS, one for their
 * configuration.
 *
 * @see https://github.com/crossplane-contrib/provider-upjet-aws
 */
function packageGroup(source: string): string {
  const name = source.slice(source.lastIndexOf('/') + 1).split(/[:@]/)[0] ?? ''
  if (name === 'provider-family-aws') return 'aws.upbound.io'
  if (name.startsWith('provider-aws-')) return `${name.slice('provider-aws-'.length)}.aws.upbound.io`
  return `${name.replace(/^provider-/, '')}.crossplane.io`
}

/** Every custom kind is known to the cluster that gets an object of it: by a CRD in dist, or by what dist installs. */
export function verifyDefinitions(manifests: readonly ValidManifest[], definitions: Definitions): Finding[] {
  return manifests.flatMap(({ path, objects }) =>
    objects.flatMap(({ apiVersion, kind, metadata }) => {
      const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
      const builtIn = !group.includes('.') || group.endsWith('.k8s.io')
      if (builtIn || definitions.has(`${group} ${kind}`) || definitions.has(`${group} *`)) return []
      return [
        error(
          'undefined-kind',
          { file: `dist/${path}`, field: `${kind}/${metadata.name}` },
          { apiVersion, kind },
        ),
      ]
    }),
  )
}
