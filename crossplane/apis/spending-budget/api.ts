import { Type } from 'typebox'
import { mailAddress } from '../../../lib/catalog/mail-address.ts'
import { api } from '../../compose/api.ts'
import { region, tags } from '../../compose/fields.ts'

/** The limit of a month's cost: of the whole account, or of resources with a tag. */
export const spendingBudget = api({
  kind: 'SpendingBudget',
  plural: 'spendingbudgets',
  description: 'AWS Budget of a month; people get a mail at 80 %, at 100 %, and when AWS forecasts 100 %',
  spec: Type.Object({
    region,
    name: Type.String({
      pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
      maxLength: 80,
      description: 'Ends its name in AWS',
    }),
    usdPerMonth: Type.Integer({ minimum: 1, maximum: 10_000_000, description: 'US dollars a month' }),
    tag: Type.Optional(
      Type.Object(
        {
          key: Type.String({ pattern: '^[A-Za-z0-9:/_.-]{1,128}$', description: 'Cost allocation tag' }),
          value: Type.String({ minLength: 1, maxLength: 256, description: 'Its value' }),
        },
        {
          description:
            'Tag of the counted resources; the composition `account` counts everything and ignores it',
        },
      ),
    ),
    contact: Type.String({
      ...mailAddress,
      description: 'Recipient of the mails',
    }),
    tags,
  }),
  status: Type.Object({}),
  rules: [],
  immutable: ['name'],
  connectionKeys: [],
})
