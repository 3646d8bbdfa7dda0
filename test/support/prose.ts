import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** A piece of text that people read. */
export interface Prose {
  readonly file: string
  /** Line of its start, from 1. */
  readonly line: number
  readonly kind: 'comment' | 'document' | 'message'
  readonly text: string
}

/** Paths below a root that git tracks, sorted. */
export function trackedFiles(root: string): string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\0')
    .filter(Boolean)
}

/** The prose of a file: paragraphs of a document, comments and string literals of a program. */
export function proseOf(root: string, file: string): Prose[] {
  const text = readFileSync(join(root, file), 'utf8')
  if (file.endsWith('.md')) return paragraphs(file, text)
  if (file.endsWith('.ts')) return [...commentsOfTypeScript(file, text), ...literals(file, text)]
  if (/\.(sh|py|ya?ml)$/.test(file)) return commentsOfLines(file, text, /^\s*#(?!!) ?/)
  if (file.endsWith('.sql')) return commentsOfLines(file, text, /^\s*-- ?/)
  return []
}

/** Paragraphs, list items and table cells outside of code blocks. */
function paragraphs(file: string, text: string): Prose[] {
  const out: Prose[] = []
  let fenced = false
  let open: { line: number; text: string } | undefined
  const close = () => {
    if (open) out.push({ file, kind: 'document', ...open })
    open = undefined
  }
  text.split('\n').forEach((line, index) => {
    if (/^\s*(```|~~~)/.test(line)) {
      close()
      fenced = !fenced
    } else if (fenced || line.trim() === '') close()
    else if (/^\s*\|/.test(line)) {
      close()
      for (const cell of line.split(/(?<!\\)\|/)) {
        if (cell.trim()) out.push({ file, line: index + 1, kind: 'document', text: cell.trim() })
      }
    } else if (!open || /^\s*([-*#>]|\d+\.)\s/.test(line)) {
      close()
      open = { line: index + 1, text: line.replace(/^\s*([-*#>]+|\d+\.)\s+/, '').trim() }
    } else open.text += ` ${line.trim()}`
  })
  close()
  return out
}

function commentsOfTypeScript(file: string, text: string): Prose[] {
  const blocks = [...text.matchAll(/^[ \t]*\/\*\*?([\s\S]*?)\*\//gm)].map((match) => ({
    file,
    kind: 'comment' as const,
    line: lineOf(text, match.index),
    text: (match[1] ?? '')
      .split('\n')
      .map((line) => line.replace(/^\s*\* ?/, '').trim())
      .join(' ')
      .trim(),
  }))
  const trailing = [...text.matchAll(/^(?!\s*\/\/).*\S\s+\/\/ (.*)$/gm)].map((match) => ({
    file,
    kind: 'comment' as const,
    line: lineOf(text, match.index),
    text: match[1] ?? '',
  }))
  return [...blocks, ...trailing, ...commentsOfLines(file, text, /^\s*\/\/ ?/)]
}

/** Consecutive lines that begin with a mark are one comment. */
function commentsOfLines(file: string, text: string, mark: RegExp): Prose[] {
  const out: Prose[] = []
  let open: { line: number; text: string } | undefined
  text.split('\n').forEach((line, index) => {
    if (!mark.test(line)) {
      if (open) out.push({ file, kind: 'comment', ...open })
      open = undefined
    } else if (open) open.text += ` ${line.replace(mark, '').trim()}`
    else open = { line: index + 1, text: line.replace(mark, '').trim() }
  })
  if (open) out.push({ file, kind: 'comment', ...open })
  return out
}

/** String literals that have a space, with `…` in place of expressions. */
function literals(file: string, text: string): Prose[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false)
  const out: Prose[] = []
  const add = (node: ts.Node, words: string) => {
    if (!/\s/.test(words)) return
    const start = node.getStart(source)
    out.push({ file, line: lineOf(text, start), kind: 'message', text: words })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) add(node, node.text)
    if (ts.isTemplateExpression(node))
      add(node, [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return out
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
