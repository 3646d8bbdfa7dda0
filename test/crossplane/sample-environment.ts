import type { TObject } from 'typebox'

/**
 * An environment of the right shape, every leaf filled with a value that says where it comes from. AWS knows the
 * real ones.
 */
export function sampleEnvironment(schema: TObject, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, child]) => [
      name,
      'properties' in child
        ? sampleEnvironment(child as TObject, `${prefix}${name}.`)
        : sample(`${prefix}${name}`, name),
    ]),
  )
}

function sample(path: string, name: string): string {
  if (/account/i.test(name)) return '111122223333'
  if (/^region$/i.test(name)) return path.startsWith('peer') ? 'us-west-2' : 'us-east-1'
  if (/^issuer$/.test(name)) return 'oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE'
  if (/arn$/i.test(name)) return `arn:aws:sample:us-east-1:111122223333:${path}`
  return `sample-${path.replaceAll('.', '-').toLowerCase()}`
}
