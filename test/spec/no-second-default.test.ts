import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { listFiles } from '../../lib/write/stage.ts'
import { repository } from '../support/workspace.ts'

/** A file that no one writes: each line has a default beside the reader, and the type says that it never holds. */
const planted = join(repository, 'lib/resolve/planted.ts')
const plantedSource = `import type { CompleteRegionalSpec, CompleteTenantSpec } from '../spec/index.ts'
export const a = (spec: CompleteTenantSpec) => spec.ring ?? 'general'
export const b = ({ state = 'active' }: CompleteTenantSpec) => state
export const c = (spec: CompleteTenantSpec) => spec.limits?.uploadMiB
export const d = (spec: CompleteTenantSpec) => spec.expectedUsers || 25
export const e = (cell: CompleteRegionalSpec['cells'][string]) => (cell.database.backupDays ??= 35)
export const f = (spec: CompleteTenantSpec) => { const { database: { length } = 'shared' } = spec; return length }
export const fine = (spec: CompleteTenantSpec) => spec.displayName ?? spec.identityProvider?.clientId ?? spec.id
`

/** Rooms whose code reads complete specs. */
const rooms = ['capacity', 'cli', 'cost', 'drill', 'pipeline', 'plan', 'resolve', 'rules']

function programOf(files: readonly string[]): ts.Program {
  const { options } = ts.getParsedCommandLineOfConfigFile(
    join(repository, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  ) as ts.ParsedCommandLine
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (path) => path === planted || fileExists(path)
  host.getSourceFile = (path, version, ...rest) =>
    path === planted
      ? ts.createSourceFile(path, plantedSource, version, true)
      : getSourceFile(path, version, ...rest)
  return ts.createProgram([...files, planted], options, host)
}

const schemaFiles = /\/lib\/spec\/[a-z-]+\.ts$/

/** A property that the spec's types declare: one that is read from a file, and not a value that code computed. */
function isSpecField(checker: ts.TypeChecker, node: ts.Node): boolean {
  const symbol = checker.getSymbolAtLocation(node)
  return symbol?.declarations?.some((one) => schemaFiles.test(one.getSourceFile().fileName)) ?? false
}

function isAbsentAtTimes(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type]
  return parts.some(({ flags }) =>
    Boolean(flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Any | ts.TypeFlags.Unknown)),
  )
}

/** Expressions that give a default to a field which always has a value. */
function secondDefaults(program: ts.Program, source: ts.SourceFile): string[] {
  const checker = program.getTypeChecker()
  const found: string[] = []
  const note = (node: ts.Node) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    found.push(`${source.fileName.slice(repository.length + 1)}:${line + 1} ${node.getText(source)}`)
  }
  const isField = (node: ts.Expression): boolean =>
    ts.isPropertyAccessExpression(node) && isSpecField(checker, node.name)
  const present = (node: ts.Node) => !isAbsentAtTimes(checker.getTypeAtLocation(node))
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isField(node.left) && present(node.left)) {
      const { kind } = node.operatorToken
      const coalesces =
        kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.QuestionQuestionEqualsToken
      const replaces =
        kind === ts.SyntaxKind.BarBarToken &&
        !(checker.getTypeAtLocation(node.left).flags & ts.TypeFlags.BooleanLike)
      if (coalesces || replaces) note(node)
    }
    if (ts.isPropertyAccessChain(node) && node.questionDotToken && isField(node.expression)) {
      if (present(node.expression)) note(node)
    }
    if (ts.isBindingElement(node) && node.initializer) {
      const name = node.propertyName ?? node.name
      if (ts.isIdentifier(name) && isRequired(checker, node, name.text)) note(node)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Whether the destructured object always has the field, and the field is a spec's. */
function isRequired(checker: ts.TypeChecker, element: ts.BindingElement, name: string): boolean {
  const property = checker.getTypeAtLocation(element.parent).getProperty(name)
  const ofSpec =
    property?.declarations?.some((one) => schemaFiles.test(one.getSourceFile().fileName)) ?? false
  if (!property || !ofSpec) return false
  return !(property.flags & ts.SymbolFlags.Optional) && !isAbsentAtTimes(checker.getTypeOfSymbol(property))
}

test('no code gives a default to a field of a spec that has one in the schema', () => {
  const files = rooms.flatMap((room) =>
    listFiles(join(repository, 'lib', room))
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(repository, 'lib', room, path)),
  )
  expect(files.length).toBeGreaterThan(150)
  const program = programOf(files)
  const found = [...files, planted].flatMap((file) => {
    const source = program.getSourceFile(file)
    if (!source) throw new Error(`${file} was not read`)
    return secondDefaults(program, source)
  })
  expect(found).toEqual([
    "lib/resolve/planted.ts:2 spec.ring ?? 'general'",
    "lib/resolve/planted.ts:3 state = 'active'",
    'lib/resolve/planted.ts:4 spec.limits?.uploadMiB',
    'lib/resolve/planted.ts:5 spec.expectedUsers || 25',
    'lib/resolve/planted.ts:6 cell.database.backupDays ??= 35',
    "lib/resolve/planted.ts:7 database: { length } = 'shared'",
  ])
}, 120_000)
