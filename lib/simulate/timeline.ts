interface Entry {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** Events in the order of their time; those of one moment run in the order in which they were added. */
export class Timeline {
  readonly #heap: Entry[] = []
  #added = 0
  #now = 0

  /** Seconds since the day began. */
  get now(): number {
    return this.#now
  }

  /** Runs something at a second, or now if that has passed. */
  at(second: number, run: () => void): void {
    const entry = { at: Math.max(second, this.#now), order: this.#added++, run }
    let index = this.#heap.push(entry) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = this.#heap[parent]
      if (!above || before(above, entry)) break
      this.#heap[index] = above
      index = parent
    }
    this.#heap[index] = entry
  }

  /** Runs something every so many seconds, first at `from`. */
  every(seconds: number, from: number, run: () => void): void {
    this.at(from, () => {
      run()
      this.every(seconds, this.#now + seconds, run)
    })
  }

  /** Runs all events up to a second. */
  runUntil(second: number): void {
    for (let next = this.#heap[0]; next && next.at <= second; next = this.#heap[0]) {
      this.#take()
      this.#now = next.at
      next.run()
    }
    this.#now = second
  }

  #take(): void {
    const last = this.#heap.pop()
    if (!last || this.#heap.length === 0) return
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      const [left, right] = [this.#heap[child], this.#heap[child + 1]]
      if (!left) break
      if (right && before(right, left)) child += 1
      const smaller = right && before(right, left) ? right : left
      if (before(last, smaller)) break
      this.#heap[index] = smaller
      index = child
    }
    this.#heap[index] = last
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
