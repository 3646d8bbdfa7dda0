/**
 * Reasons for allow statements on `*`, by their Sid. A statement that is not listed here may not use `*`, and an entry
 * that no statement needs must be removed.
 */
export const wildcardReasons: Readonly<Record<string, string>> = {
  FindZone:
    'Listing zones by name is not bound to a resource in IAM; the answer has only their names and ids',
  ManageUnbound:
    'Calls of a provider for which IAM knows no resource: they list, create or belong to the account',
  FindGroups: 'Listing log groups is not bound to a resource in IAM; the answer has only their names',
  FindTagged: 'AWS Backup finds what it backs up by tag; the call lists tags and takes no resource',
  LookAtDatabases: 'the calls list instances and snapshots and change nothing',
  SeeGroups: 'Describing Auto Scaling groups, images and instance types is not bound to a resource in IAM',
  SeeTargets: 'Describing instances, networks and target groups is not bound to a resource in IAM',
  SeeZones: 'Describing availability zones is not bound to a resource in IAM',
}
