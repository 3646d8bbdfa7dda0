/** Signs that make more of a text than a host when it is read as a part of a URL. */
const noHost = /[\s/\\?#@:%[\]]/

/**
 * A host as DNS, certificates and NGINX take it, however it is written in a tenant's file: lower case, punycode, no
 * final dot. Empty where nothing can be made of it, which the rule on hosts tells before anything is drawn.
 */
export function canonicalHost(host: string): string {
  const star = host.startsWith('*.') ? '*.' : ''
  const bare = host.slice(star.length).replace(/\.$/, '')
  if (bare === '' || noHost.test(bare) || !URL.canParse(`http://${bare}`)) return ''
  return star + new URL(`http://${bare}`).hostname
}
