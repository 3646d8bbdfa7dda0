import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { domain, region, tags } from '../../compose/fields.ts'

/** The domain below which every region has one of its own. */
export const platformDomain = api({
  kind: 'PlatformDomain',
  plural: 'platformdomains',
  description: 'Public zone of the platform’s domain; its registrar has to name the zone’s name servers',
  spec: Type.Object({ region, domain, tags }),
  status: Type.Object({
    zoneId: Type.Optional(Type.String({ description: 'Zone' })),
    nameServers: Type.Optional(Type.Array(Type.String(), { description: 'What the registrar has to name' })),
  }),
  rules: [],
  immutable: ['region', 'domain'],
  connectionKeys: [],
})
