/**
 * Blocks of IPv4 that "any address" leaves out: private, shared and link-local ranges, the metadata service among them,
 * and those of the machine itself, of groups and of nobody.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const notPublic4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const

/**
 * The same of IPv6, and every form in which an IPv4 address reaches the same machine: mapped, NAT64, 6to4, Teredo.
 *
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const notPublic6 = [
  '::/96',
  '::ffff:0:0/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
] as const
