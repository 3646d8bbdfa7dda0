import ora, { type Ora } from 'ora'

/** What of a terminal decides whether a line of it can be drawn over. */
interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
}

/**
 * Whether a person watches: on a terminal and in no CI. A terminal that tells no width, as `script`, `expect` and
 * containers make them, gets nothing drawn over: what clears lines there would never end.
 */
export function isWatched({ isTTY, columns = 0 }: Screen, env: NodeJS.ProcessEnv): boolean {
  return isTTY === true && columns > 0 && !env['CI'] && env['TERM'] !== 'dumb'
}

/** A line on stderr that tells how far long work has come; silent where nobody watches, or when asked to be. */
export function openProgress(silent = false): Ora {
  return ora({ isEnabled: !silent && isWatched(process.stderr, process.env) })
}
