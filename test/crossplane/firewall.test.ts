import { describe, expect, test } from 'vitest'
import { slot, tags } from '../../crossplane/compose/patch.ts'
import { firewall } from '../../crossplane/firewall.ts'
import { firewallRules } from '../../lib/catalog/firewall-rules.ts'

/** Rules of the managed groups that still refuse a request. */
const refusing = Object.entries(firewallRules).flatMap(([group, rules]) => {
  const counted = countedIn(group)
  return Object.keys(rules).filter((rule) => !counted.includes(rule))
})

interface FirewallRule {
  readonly Statement: {
    readonly ManagedRuleGroupStatement?: {
      readonly Name: string
      readonly RuleActionOverrides?: readonly { readonly Name: string; readonly ActionToUse: object }[]
    }
  }
}

/** Rules of a group that only count, as the firewall's text has them. */
function countedIn(group: string): string[] {
  const { patches = [] } = firewall({ awsName: slot('claim.region'), inRegion: tags, reported: tags })
  const text = patches.find(({ toFieldPath }) => toFieldPath.endsWith('.ruleJson'))?.combine?.string.fmt ?? ''
  // A slot is in the place of the limit.
  const rules = JSON.parse(text.replace(/%\w/g, '1').replaceAll('%%', '%')) as FirewallRule[]
  const managed = rules.flatMap(({ Statement }) => Statement.ManagedRuleGroupStatement ?? [])
  const own = managed.find(({ Name }) => Name === group)
  if (!own) throw new Error(`the firewall has no group ${group}`)
  return (own.RuleActionOverrides ?? [])
    .filter(({ ActionToUse }) => 'Count' in ActionToUse)
    .map(({ Name }) => Name)
}

/** Requests of people and their providers, and the rules that AWS says match them. */
const everyday: Readonly<Record<string, readonly string[]>> = {
  'a callback of a sign-in with a code and a state of 4 KiB': ['SizeRestrictions_QUERYSTRING'],
  'cookies with the state of three sign-ins that began': ['SizeRestrictions_Cookie_HEADER'],
  'a search for markup: /api/v1/chats/search?text=<script>': ['CrossSiteScripting_QUERYARGUMENTS'],
  'a search for a path: ?text=../../etc/passwd': ['GenericLFI_QUERYARGUMENTS'],
  'a search for an address: ?text=http://10.0.0.1': ['GenericRFI_QUERYARGUMENTS'],
  'a search for the metadata address: ?text=169.254.169.254': ['EC2MetaDataSSRF_QUERYARGUMENTS'],
  'a search for a file: ?query=server.log': ['RestrictedExtensions_QUERYARGUMENTS'],
  'a search for a lookup of Log4j': ['Log4JRCE_QUERYSTRING', 'JavaDeserializationRCE_QUERYSTRING'],
  'a file by its name: /api/v1/files/1/content/app.ini': ['RestrictedExtensions_URIPATH'],
  'a file with a long name': ['SizeRestrictions_URIPATH'],
  'a file whose name is markup': ['CrossSiteScripting_URIPATH', 'GenericLFI_URIPATH', 'GenericRFI_URIPATH'],
  'a prompt with code': ['CrossSiteScripting_BODY', 'GenericLFI_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'],
  'an upload': ['SizeRestrictions_BODY'],
  'a cookie that looks like code': ['CrossSiteScripting_COOKIE', 'EC2MetaDataSSRF_COOKIE'],
  'a sign-out that a provider’s server sends without a user agent': ['NoUserAgent_HEADER'],
}

describe('the firewall does not refuse', () => {
  test.each(Object.entries(everyday))('%s', (_, rules) => {
    const known = Object.values(firewallRules).flatMap((group) => Object.keys(group))
    expect(rules.filter((rule) => !known.includes(rule))).toEqual([])
    expect(rules.filter((rule) => refusing.includes(rule))).toEqual([])
  })
})

test('it refuses by header, method and address only', () => {
  expect(refusing.sort()).toEqual([
    'AWSManagedIPDDoSList',
    'AWSManagedIPReputationList',
    'AWSManagedReconnaissanceList',
    'Host_localhost_HEADER',
    'JavaDeserializationRCE_HEADER',
    'Log4JRCE_HEADER',
    'PROPFIND_METHOD',
    'UserAgent_BadBots_HEADER',
  ])
})
