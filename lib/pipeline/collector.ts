import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Units after which memory is collected: each leaves about 0.2 MB that the engine takes for long-lived. */
const every = 100

/**
 * Has the engine collect its memory before the first unit that is made and once in a while after: on its own it lets
 * garbage grow to several times what is in use, the more the larger the fleet. Call it with each unit that is made.
 */
export function collector(): () => void {
  let made = 0
  let collect: (() => void) | undefined
  return () => {
    if (made % every === 0) {
      collect ??= exposed()
      collect()
    }
    made += 1
  }
}

function exposed(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
