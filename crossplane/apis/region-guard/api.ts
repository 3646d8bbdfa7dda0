import { Type } from 'typebox'
import { mailAddress } from '../../../lib/catalog/mail-address.ts'
import { api } from '../../compose/api.ts'
import { region, tags } from '../../compose/fields.ts'

const text = (description: string) => Type.Optional(Type.String({ description }))

/** Protection of a region: alarms, audit, findings, backups. */
export const regionGuard = api({
  kind: 'RegionGuard',
  plural: 'regionguards',
  description:
    'Topic of alarms, audit of the control plane, GuardDuty, locked backups; in the primary region the account’s trail',
  spec: Type.Object({
    region,
    peerRegion: region,
    contact: Type.String({
      ...mailAddress,
      description: 'Gets alarms by mail; has to confirm the subscription once',
    }),
    clusterName: Type.String({
      pattern: '^paddock-[a-z0-9-]{1,50}$',
      description: 'EKS cluster whose control plane is audited',
    }),
    backupDays: Type.Integer({ minimum: 7, maximum: 100, description: 'Daily backups are kept as long' }),
    lockGraceDays: Type.Optional(
      Type.Integer({
        minimum: 3,
        maximum: 36_500,
        description:
          'After so many days nobody can shorten the lock of the backups any more; without it operators can',
      }),
    ),
    tags,
  }),
  status: Type.Object({
    alarmTopic: text('ARN of the topic that pages the operators'),
    planLocal: text('Plan of backups that stay'),
    planCopied: text('Plan of backups that are copied to the other region'),
    stream: text('ARN of the stream that carries audit into its bucket'),
  }),
  rules: [
    { rule: 'self.region != self.peerRegion', message: 'peerRegion must be the other region' },
    {
      rule: '!has(oldSelf.lockGraceDays) || has(self.lockGraceDays)',
      message: 'lockGraceDays cannot be removed: the lock is counting down',
    },
  ],
  immutable: ['region', 'peerRegion', 'clusterName'],
  connectionKeys: [],
})
