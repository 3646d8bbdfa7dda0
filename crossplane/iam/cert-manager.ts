import { allow, type Document, document } from '../compose/iam.ts'

/**
 * cert-manager answers challenges with TXT records in the zone for challenges, and reads whether all name servers have
 * them. It searches the zone by its name, because only AWS knows the id.
 *
 * @param zoneId id of the zone, or the slot that it fills
 * @see https://cert-manager.io/docs/configuration/acme/dns01/route53/
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
 */
export function certManagerPolicy(zoneId: string): Document {
  return document(
    allow(
      'AnswerChallenges',
      ['route53:ChangeResourceRecordSets'],
      `arn:aws:route53:::hostedzone/${zoneId}`,
      {
        'ForAllValues:StringEquals': {
          'route53:ChangeResourceRecordSetsActions': ['UPSERT', 'DELETE'],
          'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
        },
        // A missing key would satisfy any condition on all values.
        Null: {
          'route53:ChangeResourceRecordSetsActions': 'false',
          'route53:ChangeResourceRecordSetsRecordTypes': 'false',
        },
      },
    ),
    // AWS creates the id of a change during the request.
    allow('SeeChanges', ['route53:GetChange'], 'arn:aws:route53:::change/*'),
    allow('FindZone', ['route53:ListHostedZonesByName'], '*'),
  )
}
