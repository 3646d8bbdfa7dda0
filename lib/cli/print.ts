import pc from 'picocolors'
import { type Finding, sortFindings } from '../findings/finding.ts'
import { type RenderedFinding, renderAll } from '../findings/render.ts'

/** Functions that colour a text, or return it unchanged. */
export type Colors = ReturnType<typeof pc.createColors>

/**
 * Colours only where a person reads: on a terminal, unless NO_COLOR is set. picocolors alone would also colour in every
 * CI and under Windows.
 *
 * @see https://no-color.org
 */
export function colorsFor(stream: { readonly isTTY?: boolean }): Colors {
  const { NO_COLOR: none, TERM: terminal } = process.env
  return pc.createColors(stream.isTTY === true && !none && terminal !== 'dumb')
}

/** Findings as text, errors first, notices that say the same together; empty when there are none. */
export function formatFindings(findings: readonly Finding[], colors?: Colors): string {
  return formatRendered(renderAll(findings), colors)
}

/** The same of findings that have their words already, as those of a plan. */
export function formatRendered(
  findings: readonly RenderedFinding[],
  colors: Colors = colorsFor(process.stderr),
): string {
  return groupNotices(sortFindings(findings))
    .map((group) => formatGroup(group, colors))
    .join('\n')
}

/** Errors one by one; notices that differ only in their field are one group, at the position of the first. */
function groupNotices(
  findings: readonly RenderedFinding[],
): readonly (readonly [RenderedFinding, ...RenderedFinding[]])[] {
  const groups = new Map<string, [RenderedFinding, ...RenderedFinding[]]>()
  for (const finding of findings) {
    const { level, code, file, field, why, remedy } = finding
    const key = [level, code, file, level === 'error' ? field : '', why, remedy].join('\0')
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  return [...groups.values()]
}

function formatGroup(group: readonly [RenderedFinding, ...RenderedFinding[]], colors: Colors): string {
  const [first] = group
  if (group.length === 1) return formatFinding(first, colors)
  const fields = group.map(({ field }) => `\n    ${field}`).join('')
  return formatFinding({ ...first, field: `${group.length} entries`, why: `${first.why}:${fields}` }, colors)
}

function formatFinding({ level, file, field, code, why, remedy }: RenderedFinding, colors: Colors): string {
  const mark = level === 'error' ? colors.red('✖') : colors.yellow('●')
  const place = [colors.bold(file), field].filter(Boolean).join('  ')
  return `${mark} ${place}  ${colors.dim(`(${code})`)}\n  ${why}\n  ${colors.cyan(`→ ${remedy}`)}\n`
}

/** `3 errors, 1 notice`; empty when there are none. */
export function countFindings(findings: readonly Pick<Finding, 'level'>[]): string {
  const errors = findings.filter(({ level }) => level === 'error').length
  const notices = findings.length - errors
  return [errors > 0 && plural(errors, 'error'), notices > 0 && plural(notices, 'notice')]
    .filter(Boolean)
    .join(', ')
}

/** `1 file`, `2 files`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
