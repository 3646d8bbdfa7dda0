import { parseSpec } from '../../lib/pipeline/spec/parse.ts'

/** Mistakes of a text as `2:25 not-data a getter`: place, code, and what was found. */
export function mistakesOf(file: string, text: string): string[] {
  const parsed = parseSpec(file, text)
  if ('value' in parsed) return [`accepted: ${JSON.stringify(parsed.value)}`]
  return parsed.findings.map(({ field, code, facts }) => {
    const place = field.replace(/line (\d+), column (\d+)/, '$1:$2')
    const given = facts as Readonly<Record<string, string | undefined>>
    const { found, message, name, module, character, problem, kind } = given
    return [place, code, found ?? message ?? name ?? module ?? character ?? problem ?? kind]
      .filter(Boolean)
      .join(' ')
  })
}
