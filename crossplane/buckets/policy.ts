import { type Document, document, everyone, type Statement } from '../compose/iam.ts'
import { slot } from '../compose/patch.ts'
import type { BucketPlan } from './plan.ts'

/** ARN of a bucket of this name. */
export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`
}

/**
 * A bucket's policy: it denies some requests to every identity, and admits identities besides those that the account's
 * own policies allow.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function bucketPolicy({ bucket, encryption, statements }: BucketPlan): Document {
  const both = [bucketArn(bucket), `${bucketArn(bucket)}/*`]
  return document(
    // Deny statements. The wildcard denies everyone; it allows nobody.
    {
      Sid: 'EncryptedOnly',
      Effect: 'Deny',
      Principal: everyone,
      Action: 's3:*',
      Resource: both,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'NoOldTls',
      Effect: 'Deny',
      Principal: everyone,
      Action: 's3:*',
      Resource: both,
      Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    },
    ...(encryption === 's3-managed' ? [] : otherKeys(bucket, slot(encryption.keyArn))),
    ...statements,
  )
}

/** An upload that names a key must name the bucket's key. An upload that names none uses the bucket's key anyway. */
function otherKeys(bucket: string, keyArn: string): Statement[] {
  return [
    {
      Sid: 'NoOtherKey',
      Effect: 'Deny',
      Principal: everyone,
      Action: 's3:PutObject',
      Resource: `${bucketArn(bucket)}/*`,
      Condition: {
        StringNotEqualsIfExists: { 's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn },
        Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
      },
    },
  ]
}
