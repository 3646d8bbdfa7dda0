import { isIP } from 'node:net'

/** A block of addresses. */
export interface Block {
  readonly family: 'ipv4' | 'ipv6'
  /** The first address, as a number. */
  readonly first: bigint
  /** Bits that all addresses share. */
  readonly prefix: number
}

const bitsOf = { ipv4: 32, ipv6: 128 } as const

/** Reads an address, a slash and a length. Undefined for anything else. Bits below the prefix are kept. */
function parse(cidr: string): Block | undefined {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? []
  const version = isIP(address)
  if (version === 0 || address.includes('%')) return undefined
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const prefix = Number(length)
  if (prefix > bitsOf[family]) return undefined
  return { family, first: version === 4 ? ipv4(address) : ipv6(address), prefix }
}

/** The block that a text names, with the bits below its prefix set to zero; undefined for anything else. */
export function blockOf(cidr: string): Block | undefined {
  const block = parse(cidr)
  if (!block) return undefined
  const below = BigInt(bitsOf[block.family] - block.prefix)
  return { ...block, first: (block.first >> below) << below }
}

/** The one text of a block: no bits below the prefix, no leading zeros, IPv6 short and in lower case (RFC 5952). */
export function textOf({ family, first, prefix }: Block): string {
  if (family === 'ipv4') return `${parts(first, 4, 8n).join('.')}/${prefix}`
  const groups = parts(first, 8, 16n).map((group) => group.toString(16))
  // The longest run of zeros, the first of equal ones, is written as two colons.
  const runs = [...groups.join(':').matchAll(/(?<![\da-f])0(?::0)+(?![\da-f])/g)].map(([run]) => run)
  const longest = runs.sort((a, b) => b.length - a.length)[0]
  const whole = groups.join(':')
  if (longest === undefined) return `${whole}/${prefix}`
  const at = whole.search(new RegExp(`(?<![\\da-f])${longest}(?![\\da-f])`))
  const [before, after] = [whole.slice(0, at), whole.slice(at + longest.length)]
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}/${prefix}`
}

/** True when two blocks share an address. */
export function overlap(one: Block, other: Block): boolean {
  if (one.family !== other.family) return false
  const below = BigInt(bitsOf[one.family] - Math.min(one.prefix, other.prefix))
  return one.first >> below === other.first >> below
}

function parts(number: bigint, count: number, bits: bigint): number[] {
  return Array.from({ length: count }, (_, index) =>
    Number((number >> (bits * BigInt(count - 1 - index))) & ((1n << bits) - 1n)),
  )
}

function ipv4(address: string): bigint {
  return address.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n)
}

function ipv6(address: string): bigint {
  // Its last part may be an IPv4 address.
  const plain = address.replace(/[\d.]+$/, (last) => {
    if (!last.includes('.')) return last
    const number = ipv4(last)
    return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`
  })
  const [left = '', right] = plain.split('::')
  const groups = (text: string) => text.split(':').filter(Boolean)
  const [before, after] = [groups(left), groups(right ?? '')]
  const all = [...before, ...Array(8 - before.length - after.length).fill('0'), ...after]
  return all.reduce((sum: bigint, group: string) => sum * 65536n + BigInt(`0x${group}`), 0n)
}
