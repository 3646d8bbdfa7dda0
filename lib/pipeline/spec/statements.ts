import { specModule } from './module.ts'
import type { TokenReader } from './reader.ts'
import { operators } from './refusals.ts'
import type { Token } from './scan.ts'
import { readType } from './type.ts'
import { readValue } from './value.ts'
import { isMap, kindOf, type SpecValue } from './values.ts'

/** Functions of the spec module; each declares a spec of its kind. */
const declares = new Set(['tenant', 'cluster'])

/** Names that no constant has: words of the language, and those that a reader takes for values. */
const reserved = new Set(
  `arguments async await break case catch class cluster const continue debugger default delete do else enum eval export
  extends false finally for function get if implements import in Infinity instanceof interface let NaN new null of package
  private protected public return satisfies set static super switch tenant this throw true try type typeof undefined using
  var void while with yield`.split(/\s+/),
)

/** Reads the statements of a spec: imports of the spec module, constants, and its default export, whose value it returns. */
export function readStatements(reader: TokenReader, kind: 'tenant' | 'cluster'): SpecValue | undefined {
  const imported = new Set<string>()
  let spec: { readonly value: SpecValue | undefined } | undefined
  while (!reader.isEnd()) {
    const start = reader.peek()
    if (reader.takeIf(';')) continue
    if (reader.is('import') && !reader.is('(', 1) && !reader.is('.', 1)) readImport(reader, imported)
    else if (reader.is('const')) readConstant(reader, imported)
    else if (reader.is('export') && reader.is('default', 1)) {
      if (spec) refuseStatement(reader, start, 'a second default export')
      else spec = { value: readDefault(reader, kind, imported) }
    } else refuseStatement(reader, start, statementOf(start, reader.peek(1)))
  }
  if (spec === undefined) reader.faultOfFile('no-default-export', { kind })
  return spec?.value
}

function readImport(reader: TokenReader, imported: Set<string>): void {
  const start = reader.take()
  if (reader.is('type') && reader.is('{', 1)) reader.take()
  const names = readNames(reader)
  const isRead = names !== undefined && reader.takeIf('from')
  const from = reader.peek()
  if (!isRead || from.kind !== 'text') {
    const module = moduleOf(reader)
    if (module !== undefined && module !== specModule) refuseModule(reader, start, module)
    else refuseStatement(reader, start, 'an import of another form')
    return
  }
  reader.take()
  if (from.text !== specModule) {
    refuseModule(reader, start, from.text ?? '')
    return
  }
  for (const name of names) {
    if (imported.has(name)) reader.fault(start, 'spec-statement', { found: `a second ${name}` })
    imported.add(name)
  }
  if (!reader.peek().newLine) readEnd(reader)
}

/** Names in braces; undefined for any other import. */
function readNames(reader: TokenReader): readonly string[] | undefined {
  const names: string[] = []
  if (!reader.takeIf('{')) return undefined
  while (!reader.takeIf('}')) {
    if (reader.is('type') && reader.peek(1).kind === 'name') reader.take()
    if (reader.peek().kind !== 'name') return undefined
    names.push(reader.take().raw)
    if (!reader.takeIf(',') && !reader.is('}')) return undefined
  }
  return names
}

/** The text that ends an import of another form. */
function moduleOf(reader: TokenReader): string | undefined {
  for (let ahead = 0; ; ahead += 1) {
    const token = reader.peek(ahead)
    if (token.kind === 'text') return token.text
    if (token.kind === 'end' || token.raw === ';' || (ahead > 0 && startsStatement(token))) return undefined
  }
}

function refuseModule(reader: TokenReader, start: Token, module: string): void {
  reader.fault(start, 'spec-imports', { module, allowed: specModule })
  skipStatement(reader)
}

function readConstant(reader: TokenReader, imported: ReadonlySet<string>): void {
  const start = reader.take()
  const name = reader.peek()
  if (name.kind !== 'name' || reserved.has(name.raw)) {
    refuseStatement(reader, name, 'a constant without a name of its own')
    return
  }
  if (imported.has(name.raw) || reader.constants.has(name.raw)) {
    refuseStatement(reader, name, `a second ${name.raw}`)
    return
  }
  reader.take()
  if (reader.takeIf(':') && !readType(reader)) {
    skipStatement(reader)
    return
  }
  if (!reader.takeIf('=')) {
    refuseStatement(reader, start, 'a constant without a value')
    return
  }
  // Of one that is refused its name is known: a later use of it is no second mistake.
  reader.constants.set(name.raw, readValue(reader, 0, true))
  readEnd(reader)
}

function readDefault(
  reader: TokenReader,
  kind: 'tenant' | 'cluster',
  imported: ReadonlySet<string>,
): SpecValue | undefined {
  reader.take()
  reader.take()
  const start = reader.peek()
  if (!declares.has(start.raw) || !reader.is('(', 1)) {
    const value = readValue(reader, 0, true)
    if (value !== undefined) {
      const found = isMap(value) ? `a map without ${kind}( … ) around it` : kindOf(value)
      reader.fault(start, 'not-a-spec', { found, kind })
    }
    readEnd(reader)
    return undefined
  }
  if (start.raw !== kind) reader.fault(start, 'not-a-spec', { found: `a ${start.raw}`, kind })
  else if (!imported.has(kind)) reader.fault(start, 'spec-statement', { found: `${kind} without its import` })
  reader.take()
  reader.take()
  const value = readValue(reader, 0)
  const isSpec = value !== undefined && isMap(value)
  if (value !== undefined && !isSpec) reader.fault(start, 'not-a-spec', { found: kindOf(value), kind })
  reader.takeIf(',')
  if (!reader.takeIf(')')) {
    reader.fault(reader.peek(), 'syntax', { message: ') is missing here' })
    skipStatement(reader)
    return undefined
  }
  readEnd(reader)
  return isSpec ? value : undefined
}

/** A statement ends by a semicolon, or where the next one begins on a line of its own. */
function readEnd(reader: TokenReader): void {
  const next = reader.peek()
  if (reader.takeIf(';') || next.kind === 'end' || startsStatement(next)) return
  // A statement of another kind gets its own finding.
  if (next.newLine && next.kind === 'name' && !operators.has(next.raw)) return
  reader.fault(next, 'syntax', { message: 'the statement does not end here' })
  skipStatement(reader)
}

function startsStatement({ kind, raw, newLine }: Token): boolean {
  return newLine && kind === 'name' && (raw === 'import' || raw === 'const' || raw === 'export')
}

function refuseStatement(reader: TokenReader, at: Token, found: string): void {
  reader.fault(at, 'spec-statement', { found })
  if (reader.peek() === at) reader.take()
  skipStatement(reader)
}

function skipStatement(reader: TokenReader): void {
  reader.skipTo((token) => token.raw === ';' || startsStatement(token))
}

const statements: Readonly<Record<string, string>> = {
  async: 'a function',
  await: 'a wait',
  class: 'a class',
  declare: 'a declaration',
  enum: 'an enum',
  export: 'an export beside the default',
  function: 'a function',
  interface: 'a declaration of a type',
  let: 'a variable',
  namespace: 'a namespace',
  type: 'a declaration of a type',
  using: 'a variable',
  var: 'a variable',
}

function statementOf({ kind, raw }: Token, next: Token): string {
  if (kind === 'text' || kind === 'dynamic') return 'a text of its own, as a directive is'
  if (kind === 'name' && next.raw === ':') return 'a label'
  if (kind === 'name' && Object.hasOwn(statements, raw)) return statements[raw] ?? raw
  return kind === 'name'
    ? `a statement of ${raw.length > 40 ? 'a long name' : raw}`
    : 'an expression of its own'
}
