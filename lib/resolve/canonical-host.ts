/** Signs that make more of a text than a host when it is read as a part of a URL. */
const noHost = /[\s/\\?#@:%[\]]/

/**
 * A host in the form for DNS, certificates and NGINX: lower case, punycode, no final dot. Empty for an invalid host, which
 * the rule on hosts reports before anything is drawn.
 */
export function canonicalHost(host: string): string {
  const star = host.startsWith('*.') ? '*.' : ''
  const bare = host.slice(star.length).replace(/\.$/, '')
  if (bare === '' || noHost.test(bare) || !URL.canParse(`http://${bare}`)) return ''
  return star + new URL(`http://${bare}`).hostname
}
