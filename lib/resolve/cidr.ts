/** A block of IPv4 addresses. */
interface Block {
  readonly first: number
  readonly prefix: number
}

/** Reads `10.16.0.0/16`; bits below the prefix count as zero. The schema of specs has checked the text. */
function parse(cidr: string): Block {
  const [address = '', prefix = '32'] = cidr.split('/')
  const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
  const size = 2 ** (32 - Number(prefix))
  return { first: Math.floor(number / size) * size, prefix: Number(prefix) }
}

function format({ first, prefix }: Block): string {
  const octets = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(first / unit) % 256)
  return `${octets.join('.')}/${prefix}`
}

/** The four quarters of a block, lowest first. */
export function quarters(cidr: string): readonly [string, string, string, string] {
  const { first, prefix } = parse(cidr)
  const quarter = (index: number) => format({ first: first + index * 2 ** (30 - prefix), prefix: prefix + 2 })
  return [quarter(0), quarter(1), quarter(2), quarter(3)]
}

/**
 * Cuts blocks of the given prefixes off a block, one after the other from its start.
 *
 * @throws when a prefix is shorter than one before it, which would leave holes, or when the block is too small
 */
export function cut(cidr: string, prefixes: readonly number[]): string[] {
  const { first, prefix: whole } = parse(cidr)
  let next = first
  return prefixes.map((prefix, index) => {
    if (prefix < (prefixes[index - 1] ?? whole)) throw new Error(`/${prefix} comes after a smaller block`)
    const block = { first: next, prefix }
    next += 2 ** (32 - prefix)
    if (next > first + 2 ** (32 - whole)) throw new Error(`${cidr} does not hold ${prefixes.join(', ')}`)
    return format(block)
  })
}

/** True when two blocks share an address. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)]
  return a.first < b.first + 2 ** (32 - b.prefix) && b.first < a.first + 2 ** (32 - a.prefix)
}
