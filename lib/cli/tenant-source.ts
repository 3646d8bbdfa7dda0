import type { TenantSpec } from '../spec/index.ts'

/** The text of a tenant's file, formatted as the repository formats it. */
export function tenantSource(spec: TenantSpec): string {
  const fields = Object.entries(spec).map(([name, value]) => `  ${name}: ${literal(value)},\n`)
  return `import { tenant } from '../lib/spec/index.ts'\n\nexport default tenant({\n${fields.join('')}})\n`
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

/** Single quotes, unless the text holds one and no double quote: as the formatter chooses. */
function quoted(text: string): string {
  const json = JSON.stringify(text)
  if (text.includes("'") && !text.includes('"')) return json
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}
