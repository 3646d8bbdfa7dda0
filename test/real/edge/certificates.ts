import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { work } from './given.ts'

/** Makes a certificate for some names, signed by itself. PEM. */
export async function certify(names: readonly string[]): Promise<{ certificate: string; key: string }> {
  const [certificate, key] = [join(work, 'certificate.pem'), join(work, 'key.pem')]
  await x(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-noenc',
        '-days',
        '2',
      ],
      ...[
        '-subj',
        `/CN=${names[0]}`,
        '-addext',
        `subjectAltName=${names.map((name) => `DNS:${name}`).join()}`,
      ],
      ...['-out', certificate, '-keyout', key],
    ],
    { throwOnError: true },
  )
  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
}
