const decimal = /^(?:(?:0|[1-9](?:_?\d)*)(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?$/
const other = /^0(?:[xX][\da-fA-F](?:_?[\da-fA-F])*|[oO][0-7](?:_?[0-7])*|[bB][01](?:_?[01])*)$/
/** Decimal digits that every double keeps. @see https://en.wikipedia.org/wiki/Double-precision_floating-point_format */
const digitsKept = 15

/** Value of a number as TypeScript writes it, or the reason why it is none. */
export function numberOf(raw: string): { readonly value: number } | { readonly wrong: string } {
  if (/^\d[\d_]*n$|^0[xXoObB][\da-fA-F_]+n$/.test(raw)) return { wrong: 'a bigint' }
  const plain = raw.replaceAll('_', '')
  if (other.test(raw)) return exact(Number(plain), /^0.0*$/.test(plain))
  if (!decimal.test(raw)) return { wrong: 'a malformed number' }
  const value = Number(plain)
  const [mantissa = ''] = plain.split(/[eE]/)
  const digits = mantissa.replace('.', '').replace(/^0+|0+$/g, '')
  if (!Number.isInteger(value) && digits.length > digitsKept) return tooLong
  // A fraction that is lost beside its integer.
  if (Number.isInteger(value) && /\.\d*[1-9]/.test(mantissa) && digits.length > digitsKept) return tooLong
  return exact(value, digits === '')
}

const tooLong = { wrong: 'a number with more digits than are kept' }

function exact(value: number, isZero: boolean): { readonly value: number } | { readonly wrong: string } {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return { wrong: 'a number too large to be exact' }
  if (value === 0 && !isZero) return { wrong: 'a number too small to be exact' }
  return { value }
}
