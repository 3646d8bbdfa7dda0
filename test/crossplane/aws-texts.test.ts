import { expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
const ofRules = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/
const taken: Readonly<Record<string, RegExp>> = {
  SecurityGroup: ofRules,
  SecurityGroupEgressRule: ofRules,
  SecurityGroupIngressRule: ofRules,
  // @see https://docs.aws.amazon.com/waf/latest/APIReference/API_WebACL.html
  WebACL: /^[\w+=:#@/\-,.][\w+=:#@/\-,.\s]+[\w+=:#@/\-,.]$/,
}
/** IAM takes ASCII and Latin-1, RDS and ElastiCache printable ASCII; what all others take is not written. */
const ascii = /^[\x20-\x7e]*$/

const texts = [...hubApis, ...regionApis].flatMap(({ api, plans }) =>
  plans.flatMap(({ resources }) =>
    resources.flatMap(({ name, base, patches }) => {
      const where = `${api.kind} ${name}`
      const fixed = Object.entries((base.spec as { forProvider?: object } | undefined)?.forProvider ?? {})
        .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
        .map(([field, text]) => ({ where, kind: base.kind, field, text }))
      const filled = patches.flatMap(({ toFieldPath, combine }) =>
        combine ? [{ where, kind: base.kind, field: toFieldPath, text: combine.string.fmt }] : [],
      )
      return [...fixed, ...filled]
    }),
  ),
)

test('every text is of letters and signs that AWS takes', () => {
  const descriptions = texts.filter(({ field }) => /description|comment/i.test(field))
  expect(descriptions.length).toBeGreaterThan(50)
  const refused = texts.filter(({ kind, field, text }) => {
    const own = /description/i.test(field) ? taken[kind] : undefined
    return !(own ?? ascii).test(text)
  })
  expect(refused.map(({ where, text }) => `${where}: ${text}`)).toEqual([])
})
