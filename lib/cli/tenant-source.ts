import type { TenantSpec } from '../spec/index.ts'

/** Longest line of the formatter's settings. */
const lineWidth = 110

/** The text of a tenant's file, formatted as the repository formats it. */
export function tenantSource(spec: TenantSpec): string {
  const fields = Object.entries(spec).map(([name, value]) => field(name, value, '  '))
  return `import { tenant } from '../lib/spec/index.ts'\n\nexport default tenant({\n${fields.join('')}})\n`
}

/** One line, or one for each item and field where that is longer than a line. */
function field(name: string, value: unknown, indent: string): string {
  const short = `${indent}${name}: ${literal(value)},\n`
  if (short.length - 1 <= lineWidth) return short
  const inside = `${indent}  `
  if (typeof value !== 'object' || value === null) return `${indent}${name}:\n${inside}${literal(value)},\n`
  if (!Array.isArray(value)) {
    const fields = Object.entries(value).map(([key, child]) => field(key, child, inside))
    return `${indent}${name}: {\n${fields.join('')}${indent}},\n`
  }
  const items = value.map((item) => `${inside}${literal(item)},\n`)
  return `${indent}${name}: [\n${items.join('')}${indent}],\n`
}

function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, child]) => `${name}: ${literal(child)}`)
      .join(', ')} }`
  }
  return String(value)
}

/** Single quotes, unless that takes more escapes than double ones: as the formatter chooses. */
function quoted(text: string): string {
  const json = JSON.stringify(text)
  const count = (quote: string) => text.split(quote).length - 1
  if (count("'") > count('"')) return json
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}
