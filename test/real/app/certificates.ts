import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { trusted, work } from './images.ts'

/** A certificate with its key, for every name of the run, and the authority that signed it; paths of files. */
export interface Certificate {
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

/** Makes an authority that lives as long as the run, has pods trust it beside the public ones, and signs these names. */
export async function certify(names: readonly string[]): Promise<Certificate> {
  const at = (name: string) => join(work, name)
  const openssl = async (...args: string[]) => {
    const { exitCode, stderr } = await x('openssl', args)
    if (exitCode !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
  }
  const fresh = ['req', '-x509', '-newkey', 'rsa:2048', '-noenc', '-days', '2']
  if (!existsSync(at('authority.pem')))
    await openssl(
      ...fresh,
      ...['-subj', '/CN=authority of the test', '-keyout', at('authority.key'), '-out', at('authority.pem')],
      ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    )
  await openssl(
    ...fresh,
    ...['-subj', '/CN=server of the test', '-keyout', at('server.key'), '-out', at('server.pem')],
    ...['-CA', at('authority.pem'), '-CAkey', at('authority.key')],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-addext', `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`],
  )
  const common = existsSync('/etc/ssl/certs/ca-certificates.crt')
    ? '/etc/ssl/certs/ca-certificates.crt'
    : undefined
  if (common) copyFileSync(common, trusted)
  writeFileSync(trusted, readFileSync(at('authority.pem')), { flag: common ? 'a' : 'w' })
  return { authority: at('authority.pem'), certificate: at('server.pem'), key: at('server.key') }
}
