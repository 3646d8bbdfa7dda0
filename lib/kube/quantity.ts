const Mi = 1024 ** 2
const Gi = 1024 ** 3

/** Millicores as a quantity in the API server's own spelling: 500 is `500m`, 2000 is `2`. */
export function cpu(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${Math.ceil(millis)}m`
}

/** Bytes as a quantity in the API server's own spelling: the largest binary unit that divides them. */
export function bytes(count: number): string {
  if (count % Gi === 0) return `${count / Gi}Gi`
  return `${Math.ceil(count / Mi)}Mi`
}
