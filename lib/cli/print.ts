import pc from 'picocolors'
import { type Finding, sortFindings } from '../spec/finding.ts'

/** Colours only where a person reads: picocolors looks at the terminal and at NO_COLOR. */
export type Colors = ReturnType<typeof pc.createColors>

/** Findings as text, errors first; empty when there are none. */
export function formatFindings(findings: readonly Finding[], colors: Colors = pc): string {
  return sortFindings(findings)
    .map((finding) => formatFinding(finding, colors))
    .join('\n')
}

function formatFinding({ level, file, field, code, why, remedy }: Finding, colors: Colors): string {
  const mark = level === 'error' ? colors.red('✖') : colors.yellow('●')
  const place = [colors.bold(file), field].filter(Boolean).join('  ')
  return `${mark} ${place}  ${colors.dim(`(${code})`)}\n  ${why}\n  ${colors.cyan(`→ ${remedy}`)}\n`
}

/** `3 errors, 1 notice`; empty when there are none. */
export function countFindings(findings: readonly Finding[]): string {
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
