import type { TokenReader } from './reader.ts'

/** Reads a type that is a name: `TenantSpec`, `TenantSpec['hosts']`, `readonly string[]`. The compiler checks it. */
export function readType(reader: TokenReader): boolean {
  reader.takeIf('readonly')
  let isRead = reader.peek().kind === 'name' && reader.take().kind === 'name'
  while (isRead && (reader.is('.') || (reader.is('[') && !reader.peek().newLine))) {
    if (reader.takeIf('.')) isRead = reader.take().kind === 'name'
    else {
      reader.take()
      if (reader.peek().kind === 'text') reader.take()
      isRead = reader.takeIf(']')
    }
  }
  if (reader.is('<') || reader.is('|') || reader.is('&')) isRead = false
  if (!isRead) reader.fault(reader.peek(), 'syntax', { message: 'a type that is more than a name' })
  return isRead
}
