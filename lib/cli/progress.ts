/** Facts about a terminal that decide whether a line can be redrawn. */
interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
}

/**
 * Whether a person watches: on a terminal and in no CI. If a terminal reports no width, as with `script`, `expect` and
 * in containers, no line is redrawn: the loop that clears lines would never end.
 */
export function isWatched({ isTTY, columns = 0 }: Screen, env: NodeJS.ProcessEnv): boolean {
  return isTTY === true && columns > 0 && !env['CI'] && env['TERM'] !== 'dumb'
}

/** A line on stderr that shows how far long work has come. */
export interface Progress {
  /** Shows how many tenants of all are done. */
  readonly tenants: (done: number, total: number) => void
  /** Removes the line. */
  readonly stop: () => void
}

const silence: Progress = { tenants: () => undefined, stop: () => undefined }

/**
 * Starts the line. Shows and loads nothing if nobody watches or the caller wants silence.
 *
 * @param text shown until the first tenant is done
 */
export async function openProgress(text: string, silent = false): Promise<Progress> {
  if (silent || !isWatched(process.stderr, process.env)) return silence
  const { default: ora } = await import('ora')
  const line = ora({ isEnabled: true, text }).start()
  return {
    tenants: (done, total) => {
      line.text = `tenant ${done} of ${total}`
      // Drawing is synchronous: without this the line would not move.
      if (done % 20 === 0) line.render()
    },
    stop: () => line.stop(),
  }
}
