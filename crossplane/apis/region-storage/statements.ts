import { regionBucket } from '../../buckets/names.ts'
import { bucketArn } from '../../buckets/policy.ts'
import type { Statement } from '../../compose/iam.ts'
import { slot } from '../../compose/patch.ts'
import { trailArn } from '../region-guard/names.ts'

const account = slot('keys.accountId')

/**
 * The account's trail writes its log here. The trail is in the primary region. In other regions the statement permits
 * nobody.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export const auditStatements: readonly Statement[] = [
  {
    Sid: 'TrailLooks',
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:GetBucketAcl',
    Resource: bucketArn(regionBucket('audit-landing')),
    Condition: { StringEquals: { 'aws:SourceArn': trailArn() } },
  },
  {
    Sid: 'TrailWrites',
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${bucketArn(regionBucket('audit-landing'))}/cloudtrail/AWSLogs/${account}/*`,
    Condition: {
      StringEquals: { 'aws:SourceArn': trailArn(), 's3:x-amz-acl': 'bucket-owner-full-control' },
    },
  },
]

/**
 * S3 writes its request logs and load balancers write their logs, each below a prefix of its own.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export const logStatements: readonly Statement[] = [
  {
    Sid: 'RequestLogs',
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${bucketArn(regionBucket('logs'))}/s3/*`,
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  },
  {
    // The path contains the account number, so only load balancers of this account can write there.
    Sid: 'LoadBalancerLogs',
    Effect: 'Allow',
    Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${bucketArn(regionBucket('logs'))}/load-balancers/AWSLogs/${account}/*`,
  },
]
