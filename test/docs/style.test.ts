import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Prose, proseOf, trackedFiles } from '../support/prose.ts'

const root = join(import.meta.dirname, '../..')

/** Files of other authors, generated or copied. They keep their authors' words. */
function written(files: readonly string[]): string[] {
  const marks = execFileSync('git', ['check-attr', '-z', '--stdin', 'linguist-generated'], {
    cwd: root,
    encoding: 'utf8',
    input: files.join('\0'),
    maxBuffer: 1 << 26,
  }).split('\0')
  return files.filter((_, index) => marks[3 * index + 2] !== 'set')
}

const files = written(trackedFiles(root))

/** Texts in tests are names of tests, fixtures and snapshots. Rules and verifiers return facts: the printer has the words. */
const prose = files
  .flatMap((file) => proseOf(root, file))
  .filter(
    ({ file, kind }) => kind !== 'message' || /^(charts|crossplane|lib\/(?!rules|verify))\/?/.test(file),
  )
  // The right column of the table in docs/style.md shows sentences to avoid.
  .filter(({ file, text }) => file !== 'docs/style.md' || !avoided(text))

function avoided(text: string): boolean {
  return /^(Whoever|Who |Whatever|Mend|One that|Nothing outside|The tenant leads|Its database is away)/.test(
    text,
  )
}

/** Sentences of a text. Code spans are one word. */
function sentences({ text }: Prose): string[] {
  return text
    .replaceAll(/`[^`]*`/g, '`code`')
    .split(/(?<=[.:;!?)])\s+|\n/)
    .map((sentence) => sentence.trim())
}

function offenders(isWrong: (sentence: string) => boolean): string[] {
  return prose.flatMap((one) =>
    sentences(one)
      .filter(isWrong)
      .map((sentence) => `${one.file}:${one.line}  ${sentence}`),
  )
}

test('no sentence begins with a clause as its subject', () => {
  const clause = /^(What|Who|Whom|Whose|Whoever|Whatever|Whichever|That which|Those who|Those which)\b/
  expect(offenders((sentence) => clause.test(sentence) && !sentence.endsWith('?'))).toEqual([])
})

test('prose uses the standard words of the field', () => {
  const riddle = /\b(doors?|mend(s|ed|ing)?|tells?|told|telling|stands?|stood|whoever)\b(?!-)/i
  expect(offenders((sentence) => riddle.test(sentence))).toEqual([])
})

test('names use the standard words of the field', () => {
  const riddle = /(^|[-_/.])(doors?|mends?|telling|told|held|losses|hints|manners|away)(?=$|[-_/.])/
  expect(files.filter((file) => riddle.test(file))).toEqual([])
  const declared =
    /^export (?:async )?(?:function|const|interface|type|class) (\w*(?:Door|door|Telling|telling|Mend|mend|Told|StandIn)\w*|Place|Held|Loss|Hint|held|told|hints|losses)\b/
  const names = files.filter((file) => file.endsWith('.ts')).flatMap((file) => declarations(file, declared))
  expect(names).toEqual([])
})

function declarations(file: string, name: RegExp): string[] {
  return readFileSync(join(root, file), 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const found = name.exec(line)?.[1]
      return found ? [`${file}:${index + 1}  ${found}`] : []
    })
}
