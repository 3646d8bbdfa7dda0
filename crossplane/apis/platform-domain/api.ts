import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { domain, region, tags } from '../../compose/fields.ts'

const text = (description: string) => Type.Optional(Type.String({ description }))

/** The platform's domain. Each region has a domain below it. */
export const platformDomain = api({
  kind: 'PlatformDomain',
  plural: 'platformdomains',
  description:
    'Public zone of the platform’s domain, whose name servers its registrar has to name, and the zone below it in which challenges are answered',
  spec: Type.Object({ region, domain, tags }),
  status: Type.Object({
    zoneId: Type.Optional(Type.String({ description: 'Zone' })),
    challengeZoneId: Type.Optional(
      Type.String({ description: 'Zone in which challenges for certificates are answered' }),
    ),
    challengeNameServers: Type.Optional(
      Type.Object({ a: text('First'), b: text('Second'), c: text('Third'), d: text('Fourth') }),
    ),
    nameServers: Type.Optional(Type.Array(Type.String(), { description: 'Name servers for the registrar' })),
  }),
  rules: [],
  immutable: ['region', 'domain'],
  connectionKeys: [],
})
