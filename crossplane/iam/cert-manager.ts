import { allow, type Document, document } from '../compose/iam.ts'

/**
 * cert-manager answers challenges by TXT records in the zone for challenges, and reads whether they are everywhere.
 * It looks for the zone by its name, because only AWS knows the id.
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
        // What is missing would meet any condition on all values.
        Null: {
          'route53:ChangeResourceRecordSetsActions': 'false',
          'route53:ChangeResourceRecordSetsRecordTypes': 'false',
        },
      },
    ),
    // The id of a change is made up by AWS when it is asked for.
    allow('SeeChanges', ['route53:GetChange'], 'arn:aws:route53:::change/*'),
    allow('FindZone', ['route53:ListHostedZonesByName'], '*'),
  )
}
