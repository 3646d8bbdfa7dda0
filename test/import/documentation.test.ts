import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const types = join(import.meta.dirname, '../../lib/kube/types')

/** Fields that the generator writes itself, as constants or references. */
const own = new Set(['apiVersion', 'kind', 'metadata'])

/** Fields of an interface and of the types nested in it, by their path, without a comment. */
function undocumented(file: string, name: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(types, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  const declaration = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  )
  if (!declaration) throw new Error(`${file} has no interface ${name}`)
  const missing: string[] = []
  const visit = (node: ts.Node, path: string): void => {
    if (ts.isPropertySignature(node)) {
      const field = `${path}.${node.name.getText(source)}`
      if (ts.getJSDocCommentsAndTags(node).length === 0) missing.push(field)
      if (node.type) visit(node.type, field)
    } else ts.forEachChild(node, (child) => visit(child, path))
  }
  ts.forEachChild(declaration, (child) => visit(child, name))
  return missing.filter((field) => !own.has(field.split('.')[1] ?? ''))
}

// Kubernetes documents each field of these, and Crossplane and Argo CD document the fields named here.
test.each([
  ['kubernetes.ts', 'Container'],
  ['kubernetes.ts', 'PodSpec'],
  ['kubernetes.ts', 'NetworkPolicySpec'],
  ['kubernetes.ts', 'ResourceQuotaSpec'],
  ['kubernetes.ts', 'ValidatingAdmissionPolicySpec'],
  ['apiextensions.crossplane.io/Composition-v1.ts', 'Composition'],
  ['../../../charts/platform/crossplane-core/kinds/pkg.crossplane.io/Provider-v1.ts', 'Provider'],
])('%s documents each field of %s', (file, name) => {
  expect(undocumented(file, name)).toEqual([])
})
