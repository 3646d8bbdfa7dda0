import { type Document, everyone } from '../../compose/iam.ts'
import { slot } from '../../compose/patch.ts'

const mounts = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite']
const ofAccount = `arn:aws:elasticfilesystem:${slot('region')}:${slot('accountId')}:access-point/*`

/**
 * Access to a cell's EFS: identities of this account that IAM allows, through an access point, over TLS. An anonymous
 * client is no principal of the account, so nothing allows it. The deny statements override any other policy of an
 * identity, and nobody is root.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
export const accessPolicy: Document = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'ThroughAccessPoints',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${slot('accountId')}:root` },
      Action: mounts,
      Resource: slot('claim.status.arn'),
      Condition: {
        Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true', 'aws:SecureTransport': 'true' },
        StringLike: { 'elasticfilesystem:AccessPointArn': ofAccount },
      },
    },
    {
      Sid: 'NeverPlain',
      Effect: 'Deny',
      Principal: everyone,
      Action: 'elasticfilesystem:*',
      Resource: slot('claim.status.arn'),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'NeverWithoutAccessPoint',
      Effect: 'Deny',
      Principal: everyone,
      Action: mounts,
      Resource: slot('claim.status.arn'),
      Condition: { Null: { 'elasticfilesystem:AccessPointArn': 'true' } },
    },
    {
      Sid: 'NeverRoot',
      Effect: 'Deny',
      Principal: everyone,
      Action: 'elasticfilesystem:ClientRootAccess',
      Resource: slot('claim.status.arn'),
    },
  ],
}
