import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { region } from '../../compose/fields.ts'

/** A quota of AWS that must be higher than the default of an account. */
export const raisedQuota = api({
  kind: 'RaisedQuota',
  plural: 'raisedquotas',
  description: 'Request to AWS for a higher quota of a service in a region; granted by people at AWS',
  spec: Type.Object({
    region,
    service: Type.String({ pattern: '^[a-z0-9-]{1,63}$', description: 'Code of the service' }),
    quota: Type.String({ pattern: '^L-[0-9A-F]{8}$', description: 'Code of the quota' }),
    value: Type.Integer({ minimum: 1, description: 'In the unit of the quota; it is never lowered' }),
  }),
  status: Type.Object({}),
  rules: [],
  immutable: ['region', 'service', 'quota'],
  growing: ['value'],
  connectionKeys: [],
})
