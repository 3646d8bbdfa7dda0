import { imageReferences } from '../../catalog/image-files.ts'
import { packageReference, packageVersions } from '../../catalog/packages.ts'
import type { KubeObject } from '../../kube/object.ts'
import type { Breach } from './containers.ts'

/** A place of an object that holds the reference of something to run. */
interface ImageField {
  /** Kinds that have it; all unless given. */
  readonly kinds?: RegExp
  /** Dotted path without the places in lists. */
  readonly path: RegExp
  /** Takes references out of the text. The whole text unless given. */
  readonly within?: RegExp
  readonly catalogue: 'images' | 'packages'
}

/**
 * Fields with images that a kubelet runs, or that an operator runs in pods. A field of that name counts in every kind,
 * so that the catalogue also applies to unknown kinds.
 *
 * @see https://docs.crossplane.io/latest/packages/providers spec.package
 * @see https://cert-manager.io/docs/cli/controller --acme-http01-solver-image
 * @see https://github.com/prometheus-operator/prometheus-operator --prometheus-config-reloader
 */
export const imageFields: readonly ImageField[] = [
  // Pod templates wherever they are, runtimes of packages, servers that an operator runs, fields such as baseImage.
  { path: /(^|\.)([a-zA-Z0-9]+I|i)mage$/, catalogue: 'images' },
  // Volumes that are an image.
  { path: /(^|\.)image\.reference$/, catalogue: 'images' },
  // Arguments with images that an operator runs.
  {
    path: /(^|\.)(args|command)$/,
    within: /--[a-z0-9-]*(?:image|config-reloader)[= ](\S+)/g,
    catalogue: 'images',
  },
  // Variables that do the same.
  { path: /(^|\.)env\.RELATED_IMAGE_[A-Z0-9_]+$/, catalogue: 'images' },
  {
    kinds: /^(Provider|Function|Configuration)(Revision)?$/,
    path: /^spec\.(package|image)$/,
    catalogue: 'packages',
  },
]

/** Objects that describe fields and run nothing. */
const schemas = new Set(['CompositeResourceDefinition', 'CustomResourceDefinition'])

const known = {
  images: {
    references: new Set(imageReferences()),
    file: 'lib/catalog/images.json or images.json of the component',
  },
  packages: {
    references: new Set(Object.keys(packageVersions).map(packageReference)),
    file: 'lib/catalog/packages.ts',
  },
} as const

/**
 * References that are not, to the letter, those of a version of the catalogue.
 *
 * @param own references that an own chart pins in its file
 */
export function imageBreaches(object: KubeObject, own: ReadonlySet<string> = new Set()): Breach[] {
  if (schemas.has(object.kind)) return []
  const fields = imageFields.filter(({ kinds }) => kinds?.test(object.kind) ?? true)
  const breaches: Breach[] = []
  walk(object, '', '', (text, path, at) => {
    // The last one that fits is the narrowest.
    const field = fields.findLast((one) => one.path.test(path))
    if (!field) return
    const { references, file } = known[field.catalogue]
    const named = field.within ? [...text.matchAll(field.within)].map(([, one = '']) => one) : [text]
    for (const reference of named.filter((one) => !references.has(one) && !own.has(one))) {
      breaches.push({
        field: at,
        facts: { problem: 'image', reference, catalogue: file },
      })
    }
  })
  return breaches
}

type Visit = (text: string, path: string, at: string) => void

/**
 * Every text of a value, with its dotted path without and with places in lists. Words of a command come as one text, for
 * a flag and its value may be two; a variable comes under its own name.
 */
function walk(value: unknown, path: string, at: string, visit: Visit): void {
  if (typeof value === 'string') visit(value, path, at)
  else if (Array.isArray(value)) {
    if (/(^|\.)(args|command)$/.test(path)) visit(value.join(' '), path, at)
    else for (const [index, item] of value.entries()) walk(item, path, `${at}[${index}]`, visit)
  } else if (typeof value === 'object' && value !== null) {
    const { name, value: text } = value as { name?: unknown; value?: unknown }
    if (path.endsWith('.env') && typeof name === 'string' && typeof text === 'string')
      visit(text, `${path}.${name}`, `${at}.value`)
    for (const [key, child] of Object.entries(value))
      walk(child, path === '' ? key : `${path}.${key}`, at === '' ? key : `${at}.${key}`, visit)
  }
}
