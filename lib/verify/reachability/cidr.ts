import { isIP } from 'node:net'

/** A block of addresses: first and last, as numbers of its family. */
export interface Block {
  readonly family: 4 | 6
  readonly first: bigint
  readonly last: bigint
}

/** Reads `10.0.0.0/8` or `fd00::/8`; a bare address is a block of one. Throws on anything else: schemas come first. */
export function parseBlock(cidr: string): Block {
  const [address = '', length] = cidr.split('/')
  const family = isIP(address)
  if (family !== 4 && family !== 6) throw new Error(`"${cidr}" is not a block of addresses`)
  const bits = family === 4 ? 32 : 128
  const size = 1n << BigInt(bits - Number(length ?? bits))
  const number = family === 4 ? number4(address) : number6(address)
  const first = number - (number % size)
  return { family, first, last: first + size - 1n }
}

function number4(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

function number6(address: string): bigint {
  const [head = '', tail] = address.split('::')
  const parts = (text: string) =>
    text
      .split(':')
      .filter((part) => part !== '')
      .flatMap(group)
  const left = parts(head)
  const right = tail === undefined ? [] : parts(tail)
  const middle = Array.from({ length: 8 - left.length - right.length }, () => 0n)
  return [...left, ...middle, ...right].reduce((sum, part) => sum * 65536n + part, 0n)
}

/** An IPv4 tail (`::ffff:10.0.0.1`) counts as two groups. */
function group(part: string): bigint[] {
  if (!part.includes('.')) return [BigInt(`0x${part}`)]
  const number = number4(part)
  return [number >> 16n, number & 0xffffn]
}

/** True when the outer block holds all of the inner one. */
export function covers(outer: Block, inner: Block): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last
}

/** True when the blocks share an address. */
export function overlap(a: Block, b: Block): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last
}

/** True when some address of `target` lies in `block` and in none of `except`. Holes may together cover all of it. */
export function reaches(block: Block, except: readonly Block[], target: Block): boolean {
  if (!overlap(block, target)) return false
  // biome-ignore lint/complexity/useMathMinMax: Math knows no BigInt
  let from = block.first > target.first ? block.first : target.first
  // biome-ignore lint/complexity/useMathMinMax: Math knows no BigInt
  const to = block.last < target.last ? block.last : target.last
  const holes = except
    .filter((hole) => hole.family === block.family)
    .sort((a, b) => (a.first < b.first ? -1 : 1))
  for (const hole of holes) {
    if (hole.first > from) break
    if (hole.last >= from) from = hole.last + 1n
  }
  return from <= to
}
