import fc from 'fast-check'
import { expect, test } from 'vitest'
import { error } from '../../lib/findings/finding.ts'
import { printable, printableJson } from '../../lib/findings/printable.ts'
import { render } from '../../lib/findings/render.ts'

const sequence = '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007\u009b2J\r\n\u202e\u2028'

test('a text is shown on one line, as it is where nothing is hidden in it', () => {
  expect(printable('Zoë 👩‍💻 «a» \\n')).toBe('Zoë 👩‍💻 «a» \\n')
  expect(printable(sequence)).toBe(
    '\\u001b]8;;https://evil.example\\u0007click\\u001b]8;;\\u0007\\u009b2J\\r\\n\\u202e\\u2028',
  )
  expect(printable('\u{e0041}')).toBe('\\udb40\\udc41')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    }),
  )
})

test('file, field, reason and remedy of a finding are escaped; its facts are as they were', () => {
  const given = { otherTenant: sequence, otherFile: sequence, group: sequence, suggestion: sequence }
  const found = render(error('foreign-group', { file: sequence, field: sequence }, given))
  for (const part of [found.file, found.field, found.why, found.remedy]) {
    expect(part).toContain(printable(sequence))
    expect(part).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  }
  expect(found.facts).toEqual(given)
})

test('JSON is the same value, without a character that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
      const text = printableJson(value)
      expect(text.replaceAll('\n', '')).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      expect(JSON.parse(text)).toEqual(value)
    }),
  )
})
