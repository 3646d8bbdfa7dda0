const factors: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
}

/**
 * A Kubernetes quantity as a number: cores, bytes, pieces; undefined when it is none.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return undefined
  const [, digits = '', unit = ''] = /^([0-9]+(?:\.[0-9]+)?)([a-zA-Z]*)$/.exec(value) ?? []
  const factor = factors[unit]
  return digits === '' || factor === undefined ? undefined : Number(digits) * factor
}
