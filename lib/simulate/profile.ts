/** A stretch of the day, seconds since midnight. */
export interface Presence {
  readonly from: number
  readonly to: number
}

/** Seconds of a day. */
export const daySeconds = 86_400

/**
 * The presence of each user of a tenant: as many at noon as expected at the same time, none outside of the busy hours,
 * and a half sine between. The user with the highest number comes last and leaves first.
 *
 * @param users those of the busiest hour (`expectedUsers`)
 * @param busyHours length of the working day, around noon (`busyHoursPerDay` of the cost model)
 */
export function presences(users: number, busyHours: number): readonly Presence[] {
  const length = busyHours * 3600
  const start = (daySeconds - length) / 2
  return Array.from({ length: users }, (_, index) => {
    const from = (length / Math.PI) * Math.asin((index + 0.5) / users)
    return { from: start + from, to: start + length - from }
  })
}

/** Users who are there at a second. */
export function presentAt(all: readonly Presence[], second: number): number {
  // The presences are nested: each user comes after, and leaves before, the one of the next lower number.
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = all[middle]
    if (one && one.from <= second && second < one.to) low = middle + 1
    else high = middle
  }
  return low
}
