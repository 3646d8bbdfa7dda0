/**
 * Why a statement that allows something does so on `*`, by its Sid. A statement that is not here may not, and a line
 * that no statement needs has to go.
 */
export const wildcardReasons: Readonly<Record<string, string>> = {
  FindTagged: 'AWS Backup finds what it backs up by tag; the call lists tags and takes no resource',
  LookAtDatabases: 'the calls list instances and snapshots and change nothing',
}
