import { pick, type Random } from './random.ts'

/** Texts that some field refuses: each is valid somewhere else. */
const texts = [
  '',
  ' ',
  'a b',
  'A',
  'a_b',
  '-a',
  'a-',
  'a.',
  '.a',
  'a..b',
  '*',
  '1',
  '0',
  '-1',
  '65536',
  'é',
  'a\nb',
  'a/b',
  '/a',
  'a/',
  '../a',
  'a:b',
  'Sometimes',
  'x'.repeat(64),
  'x'.repeat(254),
  '12Gx',
  '-5Gi',
  '1e3',
  '0.5',
  '1.5.5',
  '10m',
  '1h30m',
  '30',
  '25%',
  '-25%',
  '125%',
  '%',
  '10.0.0.1/33',
  '10.0.0.0/8',
  '010.0.0.0/8',
  '10.0.0.5/8',
  '::/0',
  '10.0.0.1',
  '300.0.0.1',
  '61 * * * *',
  '* * * *',
  '0 3 * * *',
  '@daily',
  'Mars/Phobos',
  'UTC',
  'http://a.example',
  'a.example',
  'A.example',
  'a.example:80',
  'a/b/c',
  'In',
  'true',
  'null',
  'metadata.nam',
  'self.a',
  '(',
  '[a',
] as const

const numbers = [
  -1, 0, 1, 2, 3, 100, 101, 443, 65535, 65536, 100000, 2147483647, 2147483648, -2147483649, 1.5, 1e15,
] as const

/** A text near a valid one. */
function near(text: string, random: Random): string {
  return pick(random, [
    `${text}!`,
    `${text} `,
    `-${text}`,
    `${text}-`,
    `${text}/`,
    `${text}.`,
    text.toUpperCase(),
    text.toLowerCase(),
    text.slice(1),
    text.slice(0, -1),
    `${text}${text}`,
    text.repeat(Math.ceil(260 / Math.max(text.length, 1))),
    text.replace(/[-./:]/, '_'),
    `${text.slice(0, 2)} ${text.slice(2)}`,
  ])
}

/** A value in place of another: of the same type or not. */
export function wrongValue(value: unknown, random: Random): unknown {
  if (random() < 0.15) return pick(random, ['x', 7, true, [], {}, [''], [{}], { a: 'b' }, null])
  if (typeof value === 'string') return random() < 0.4 ? near(value, random) : pick(random, texts)
  if (typeof value === 'number') return pick(random, [...numbers, value + 1, -value, String(value)])
  if (typeof value === 'boolean') return random() < 0.7 ? !value : String(value)
  if (Array.isArray(value)) return wrongList(value, random)
  return wrongMap(value as Record<string, unknown>, random)
}

function wrongList(list: readonly unknown[], random: Random): unknown {
  const item = list.length === 0 ? 'x' : pick(random, list)
  return pick(random, [[], [...list, item], list.slice(1), [...list, ''], [...list, {}], [...list, null]])
}

function wrongMap(map: Readonly<Record<string, unknown>>, random: Random): unknown {
  const keys = Object.keys(map)
  if (keys.length === 0 || random() < 0.2) return {}
  const key = pick(random, keys)
  const { [key]: value, ...rest } = map
  const renamed = random() < 0.3 ? pick(random, texts) : near(key, random)
  return random() < 0.5 ? rest : { ...rest, [renamed]: value }
}

export const someText = (random: Random): string => pick(random, texts)
export const someNumber = (random: Random): number => pick(random, numbers)
