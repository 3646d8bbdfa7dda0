/** Remembers a function of two objects by their identity: a tenant and cluster that are the same on both sides. */
export function remember<A extends object, B extends object, C>(
  compute: (a: A, b: B) => C,
): (a: A, b: B) => C {
  const known = new WeakMap<A, WeakMap<B, C>>()
  return (a, b) => {
    let inner = known.get(a)
    if (!inner) {
      inner = new WeakMap()
      known.set(a, inner)
    }
    const found = inner.get(b)
    if (found !== undefined) return found
    const made = compute(a, b)
    inner.set(b, made)
    return made
  }
}
