import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { region, tags } from '../../compose/fields.ts'

const reported = (description: string) => Type.Optional(Type.String({ description }))

/** The buckets of a region that do not depend on its cells: models, audit, logs. */
export const regionStorage = api({
  kind: 'RegionStorage',
  plural: 'regionstorages',
  description:
    'Buckets of a region: models (copied to the peer), audit under object lock with its landing place, access logs',
  spec: Type.Object({
    region,
    peerRegion: region,
    auditMode: Type.Enum(['GOVERNANCE', 'COMPLIANCE'], {
      description:
        'Object lock of audit: in COMPLIANCE nobody, not even the account’s root, can end it before its time',
    }),
    auditDays: Type.Integer({
      minimum: 365,
      maximum: 3650,
      description: 'Audit is kept as long, and deleted afterwards',
    }),
    tags,
  }),
  status: Type.Object({
    models: reported('Bucket of models'),
    audit: reported('Bucket of audit, under object lock'),
    auditLanding: reported('Bucket into which audit is written; S3 copies it into the locked one'),
    logs: reported('Bucket of access logs'),
  }),
  rules: [
    { rule: 'self.region != self.peerRegion', message: 'peerRegion must be the other region' },
    {
      rule: 'self.auditMode == oldSelf.auditMode || oldSelf.auditMode == "GOVERNANCE"',
      message: 'auditMode COMPLIANCE cannot be weakened',
    },
    {
      rule: 'self.auditMode != "COMPLIANCE" || self.auditDays >= oldSelf.auditDays || oldSelf.auditMode != "COMPLIANCE"',
      message: 'auditDays cannot be shortened under COMPLIANCE',
    },
  ],
  immutable: ['region', 'peerRegion'],
  connectionKeys: [],
})
