import type { Composed } from './compose/composition.ts'
import { field, fromStatus, type Patch, tags, toStatus } from './compose/patch.ts'
import { type RecordKey, valueRecord } from './dns.ts'

const acm = 'acm.aws.upbound.io'

/**
 * A certificate of Amazon's authority for one name. One name has one validation record, so no order has to be guessed.
 */
export interface CertificatePlan {
  /** Prefix of the names of its resources in the composition. */
  readonly name: string
  readonly inRegion: Patch
  /** Sets the name of the certificate. */
  readonly forName: Patch
  /** Field of the status that holds its validation record and its ARN. */
  readonly status: string
}

/** The certificate, and the resource that reports its issue. Others may use the certificate only after that. */
export function certificateResources({ name, inRegion, forName, status }: CertificatePlan): Composed[] {
  return [
    {
      name,
      base: {
        apiVersion: `${acm}/v1beta2`,
        kind: 'Certificate',
        spec: { forProvider: { keyAlgorithm: 'EC_prime256v1', validationMethod: 'DNS' } },
      },
      patches: [
        tags,
        inRegion,
        forName,
        toStatus('status.atProvider.arn', `${status}.requested`),
        toStatus('status.atProvider.domainValidationOptions[0].resourceRecordName', `${status}.proofName`),
        toStatus('status.atProvider.domainValidationOptions[0].resourceRecordValue', `${status}.proofValue`),
      ],
    },
    {
      name: `${name}-issued`,
      base: { apiVersion: `${acm}/v1beta1`, kind: 'CertificateValidation', spec: { forProvider: {} } },
      patches: [
        inRegion,
        fromStatus(`${status}.requested`, field('certificateArn')),
        toStatus('status.atProvider.certificateArn', `${status}.arn`),
      ],
    },
  ]
}

/**
 * The validation record in DNS. It is the same for every certificate of a name within an account, in any region. The
 * region that owns the domain creates it for all.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export function proofRecord(name: string, zone: RecordKey['zone'], status: string): Composed {
  const record = { name: `${name}-proof`, zone, host: fromStatus(`${status}.proofName`, field('name')) }
  return valueRecord(record, 'CNAME', fromStatus(`${status}.proofValue`, field('records[0]')))
}
