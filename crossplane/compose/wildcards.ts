/**
 * Why a statement that allows something does so on `*`, by its Sid. A statement that is not here may not, and a line
 * that no statement needs has to go.
 */
export const wildcardReasons: Readonly<Record<string, string>> = {
  SeeGroups: 'Describing Auto Scaling groups, images and instance types is not bound to a resource in IAM',
  SeeTargets: 'Describing instances, networks and target groups is not bound to a resource in IAM',
  SeeZones: 'Describing availability zones is not bound to a resource in IAM',
}
