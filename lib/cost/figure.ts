/** How a number is printed; money and quantities differ in nothing else. */
export interface FigureFormat {
  /** Decimals that are always there. */
  readonly fewest: number
  /** Decimals at most. */
  readonly most: number
}

/** US dollars: cents. */
export const money: FigureFormat = { fewest: 2, most: 2 }
/** Cores, GiB, pieces: a tenth where there is one. */
export const quantity: FigureFormat = { fewest: 0, most: 1 }

/** Further decimals would only show rounding errors of floating-point sums. */
const finest = 4

/** A number as text: thousands apart, no exponent, and no minus before a zero. */
export function figure(value: number, { fewest, most }: FigureFormat): string {
  const [whole = '0', digits = ''] = Math.abs(value).toFixed(most).split('.')
  const rest = digits.slice(fewest).replace(/0+$/, '')
  const decimals = digits.slice(0, fewest) + rest
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  const text = decimals === '' ? grouped : `${grouped}.${decimals}`
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text
}

/**
 * Two figures that differ as `40.2 → 41`. It uses as many decimals as make them differ; if even the finest are equal,
 * it prints one figure.
 */
export function movement(before: number, after: number, format: FigureFormat): string {
  for (let { most } = format; most <= finest; most += 1) {
    const [was, is] = [before, after].map((value) => figure(value, { ...format, most }))
    if (was !== is) return `${was} → ${is}`
  }
  return figure(after, format)
}

/** A difference with its sign apart, `+ 12.00`, or `− 12.00`; empty when nothing of it would be printed. */
export function difference(value: number, format: FigureFormat): string {
  const text = figure(Math.abs(value), format)
  return /[1-9]/.test(text) ? `${value < 0 ? '−' : '+'} ${text}` : ''
}

/** A sum of money. */
export function usd(amount: number): string {
  return figure(amount, money)
}

/** Four significant digits, or all of a whole number. */
export function significant(value: number): string {
  if (value === 0) return '0'
  const before = Math.floor(Math.log10(Math.abs(value))) + 1
  return figure(value, { fewest: 0, most: Math.min(12, Math.max(0, 4 - before)) })
}
