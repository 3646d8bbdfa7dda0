import { isIP } from 'node:net'
import { isRecord } from '../record.ts'
import { isCron } from './cron.ts'
import { parseQuantity } from './quantity.ts'

/** Syntax that the API server demands of some values, with the words of its finding. */
interface Format {
  readonly holds: (value: unknown) => boolean
  /** Continues a sentence that begins with the value. */
  readonly words: string
}

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const word = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/

export const isDnsLabel = (text: string) => text.length <= 63 && label.test(text)
export const isSubdomain = (text: string) => text.length <= 253 && subdomain.test(text)
export const isLabelValue = (text: string) => text === '' || (text.length <= 63 && word.test(text))

/** A name with or without a domain in front: a key of labels and annotations, a finalizer. */
export function isQualified(text: string): boolean {
  const parts = text.split('/')
  const name = parts.at(-1) ?? ''
  const prefix = parts.length > 1 ? parts[0] : undefined
  return (
    parts.length <= 2 && name.length <= 63 && word.test(name) && (prefix === undefined || isSubdomain(prefix))
  )
}

/** @see https://github.com/kubernetes/kubernetes apimachinery pkg/util/validation, `IsValidPortName` */
export function isPortName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/.test(text) && /[a-z]/.test(text) && !text.includes('--')
}

export const isPort = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535

/** A time zone as Go finds it, by the exact name of its file. */
function isTimeZone(text: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(text) || text.toLowerCase() === 'local')
    return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

function isConfigKey(text: string): boolean {
  return text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..')
}

/** A block of addresses as the API server reads it: an address, and a length that its family has. */
export function isBlock(text: string): boolean {
  const [address = '', length = '', ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || address.includes('%') || more.length > 0 || !/^\d{1,3}$/.test(length)) return false
  return Number(length) <= (family === 4 ? 32 : 128)
}

/** A path inside a volume. */
function isRelativePath(text: string): boolean {
  return text !== '' && !text.startsWith('/') && !text.split('/').includes('..') && !text.startsWith('..')
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const time =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

const text = (holds: (text: string) => boolean) => (value: unknown) =>
  typeof value !== 'string' || holds(value)
const map = (holds: (key: string, value: unknown) => boolean) => (value: unknown) =>
  !isRecord(value) || Object.entries(value).every(([key, one]) => holds(key, one))

/** By name. A value of another type passes: the type has a finding of its own. */
export const formats = {
  'dns-label': {
    holds: text(isDnsLabel),
    words: 'is not a DNS label: at most 63 lower-case letters, digits and inner hyphens',
  },
  'dns-1035-label': {
    holds: text((one) => isDnsLabel(one) && /^[a-z]/.test(one)),
    words: 'is not a DNS label that begins with a letter',
  },
  // The server compares kinds in lower case.
  'kind-name': {
    holds: text((one) => isDnsLabel(one.toLowerCase()) && /^[a-z]/i.test(one)),
    words: 'is not the name of a kind',
  },
  subdomain: {
    holds: text(isSubdomain),
    words: 'is not a DNS name in lower case of at most 253 characters',
  },
  'subdomain-or-empty': {
    holds: text((one) => one === '' || isSubdomain(one)),
    words: 'is not a DNS name in lower case of at most 253 characters',
  },
  'qualified-name': {
    holds: text(isQualified),
    words: 'is not a name of letters, digits, hyphens, dots and underscores, with or without a domain/',
  },
  'domain-prefixed': {
    holds: text((one) => isQualified(one) && one.includes('/')),
    words: 'is not of the form domain/name',
  },
  'segment-name': {
    holds: text((one) => one !== '' && one !== '.' && one !== '..' && !/[/%]/.test(one)),
    words: 'is not a name',
  },
  'label-value': {
    holds: text(isLabelValue),
    words: 'is not the value of a label',
  },
  labels: {
    holds: map((key, value) => isQualified(key) && (typeof value !== 'string' || isLabelValue(value))),
    words: 'has a key or a value that labels cannot have',
  },
  annotations: {
    holds: map((key) => isQualified(key.toLowerCase())),
    words: 'has a key that annotations cannot have',
  },
  'port-name': {
    holds: text(isPortName),
    words:
      'is not the name of a port: at most 15 lower-case letters, digits and inner hyphens, with a letter',
  },
  port: {
    holds: (value) => typeof value !== 'number' || isPort(value),
    words: 'is not a port: 1 to 65535',
  },
  'port-or-name': {
    holds: (value) =>
      typeof value === 'number' ? isPort(value) : typeof value !== 'string' || isPortName(value),
    words: 'is neither a port nor the name of one',
  },
  'count-or-percent': {
    holds: (value) =>
      typeof value === 'number' ? value >= 0 : typeof value !== 'string' || /^\d+%$/.test(value),
    words: 'is neither a number from 0 nor a percentage',
  },
  'share-or-count': {
    holds: (value) =>
      typeof value === 'number' ? value >= 0 : typeof value !== 'string' || /^(\d{1,2}|100)%$/.test(value),
    words: 'is neither a number from 0 nor a percentage up to 100%',
  },
  quantity: {
    holds: (value) => parseQuantity(value) !== undefined,
    words: 'is not a quantity, as 500m, 2 or 4Gi',
  },
  'positive-quantity': {
    holds: (value) => (parseQuantity(value) ?? 1) > 0,
    words: 'is not above zero',
  },
  amount: {
    holds: (value) => (parseQuantity(value) ?? 0) >= 0,
    words: 'is below zero',
  },
  amounts: {
    holds: map((_, value) => (parseQuantity(value) ?? 0) >= 0),
    words: 'has an amount below zero',
  },
  'config-key': {
    holds: text(isConfigKey),
    words: 'is not a key of letters, digits, hyphens, dots and underscores',
  },
  'config-keys': {
    holds: map((key) => isConfigKey(key)),
    words: 'has a key with other characters than letters, digits, hyphens, dots and underscores',
  },
  'variable-name': {
    holds: text((one) => /^[ -<>-~]+$/.test(one)),
    words: 'is not the name of a variable',
  },
  'relative-path': {
    holds: text(isRelativePath),
    words: 'is not a path inside the volume',
  },
  'path-without-parents': {
    holds: text((one) => one !== '' && !one.split('/').includes('..')),
    words: 'is not a path without ..',
  },
  'trimmed-text': {
    holds: text((one) => one !== '' && one.trim() === one),
    words: 'is empty or has spaces at an end',
  },
  'filled-text': {
    holds: text((one) => one !== ''),
    words: 'is empty',
  },
  cidr: {
    holds: text(isBlock),
    words: 'is not a block of addresses',
  },
  ip: {
    holds: text((one) => isIP(one) !== 0 && !one.includes('%')),
    words: 'is not an IP address',
  },
  base64: {
    holds: text((one) => base64.test(one.replaceAll(/[\r\n]/g, ''))),
    words: 'is not base64',
  },
  time: {
    holds: text((one) => time.test(one)),
    words: 'is not a time, as 2026-11-30T12:00:00Z',
  },
  cron: {
    holds: text(isCron),
    words: 'is not a schedule of five fields',
  },
  'time-zone': {
    holds: text(isTimeZone),
    words: 'is not a time zone',
  },
} as const satisfies Record<string, Format>

/** Name of a syntax in {@link formats}. */
export type FormatName = keyof typeof formats
