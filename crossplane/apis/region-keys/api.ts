import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { region, tags } from '../../compose/fields.ts'

const reported = (description: string) => Type.Optional(Type.String({ description }))

/** The keys of a region. The key for secrets is the same key in both regions. */
export const regionKeys = api({
  kind: 'RegionKeys',
  plural: 'regionkeys',
  description: 'KMS keys of a region, rotated every year: data, secrets (multi-region), cluster, logs',
  spec: Type.Object({ region, peerRegion: region, tags }),
  status: Type.Object({
    accountId: reported('Account, read from the ARN of the first key'),
    data: reported('ARN of the key for databases, caches, files and buckets'),
    secrets: reported('ARN of the multi-region key for secrets, or of its replica here'),
    cluster: reported('ARN of the key for secrets in etcd and nodes’ disks'),
    logs: reported('ARN of the key for logs'),
  }),
  rules: [{ rule: 'self.region != self.peerRegion', message: 'peerRegion must be the other region' }],
  immutable: ['region', 'peerRegion'],
  connectionKeys: [],
})
