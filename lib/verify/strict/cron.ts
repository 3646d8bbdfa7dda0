const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const descriptors = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'])

interface Bounds {
  readonly least: number
  readonly most: number
  readonly names: readonly string[]
  /** Number of the first name. */
  readonly first: number
}

const bounds: readonly Bounds[] = [
  { least: 0, most: 59, names: [], first: 0 },
  { least: 0, most: 23, names: [], first: 0 },
  { least: 1, most: 31, names: [], first: 0 },
  { least: 1, most: 12, names: months, first: 1 },
  { least: 0, most: 6, names: days, first: 0 },
]

/**
 * Whether a text is a schedule as CronJobs read it: five fields or a name.
 *
 * @see https://github.com/robfig/cron v3 parser.go, `ParseStandard`
 */
export function isCron(text: string): boolean {
  if (text.startsWith('@every ')) return /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text.slice(7))
  if (text.startsWith('@')) return descriptors.has(text)
  const fields = text.trim().split(/\s+/)
  return fields.length === 5 && fields.every((field, index) => isField(field, bounds[index] as Bounds))
}

function isField(field: string, limits: Bounds): boolean {
  return field.split(',').every((part) => isRange(part, limits))
}

function isRange(part: string, limits: Bounds): boolean {
  const [range = '', step, ...more] = part.split('/')
  if (more.length > 0 || (step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0))) return false
  if (range === '*' || range === '?') return true
  const ends = range.split('-')
  if (ends.length > 2) return false
  const numbers = ends.map((end) => numberOf(end, limits))
  const [from = Number.NaN, to = from] = numbers
  return from >= limits.least && to <= limits.most && from <= to
}

function numberOf(text: string, { names, first }: Bounds): number {
  const named = names.indexOf(text.toLowerCase())
  if (named >= 0) return named + first
  return /^\d+$/.test(text) ? Number(text) : Number.NaN
}
