/** Paths that a stage was given. */
export interface PathSet {
  readonly size: number
  has(path: string): boolean
  /** Throws on a path that leaves the folder or is given twice. */
  add(path: string): void
}

/** Lower case only: two names that differ in case are one file on some machines. */
export const segment = /^[a-z0-9][a-z0-9._-]*$/

/** An empty set of paths below a folder. */
export function pathSet(root: string): PathSet {
  const paths = new Set<string>()
  return {
    get size() {
      return paths.size
    },
    has: (path) => paths.has(path),
    add(path) {
      if (!path.split('/').every((part) => segment.test(part)))
        throw new Error(`"${path}" is not a path below ${root}`)
      if (paths.has(path)) throw new Error(`"${path}" is made twice`)
      paths.add(path)
    },
  }
}
