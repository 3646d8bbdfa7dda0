/** Part of a request that a rule of the firewall reads. */
export type Inspected = 'body' | 'query' | 'path' | 'cookie' | 'header' | 'method' | 'address'

/**
 * The rules of the groups that AWS maintains and that the firewall uses, with the part that each reads. An override of a
 * rule that AWS does not have is an error of its API, and a rule that is missing here blocks.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-ip-rep.html (November 2026)
 */
export const firewallRules = {
  AWSManagedRulesCommonRuleSet: {
    NoUserAgent_HEADER: 'header',
    UserAgent_BadBots_HEADER: 'header',
    SizeRestrictions_QUERYSTRING: 'query',
    SizeRestrictions_Cookie_HEADER: 'cookie',
    SizeRestrictions_BODY: 'body',
    SizeRestrictions_URIPATH: 'path',
    EC2MetaDataSSRF_BODY: 'body',
    EC2MetaDataSSRF_COOKIE: 'cookie',
    EC2MetaDataSSRF_URIPATH: 'path',
    EC2MetaDataSSRF_QUERYARGUMENTS: 'query',
    GenericLFI_QUERYARGUMENTS: 'query',
    GenericLFI_URIPATH: 'path',
    GenericLFI_BODY: 'body',
    RestrictedExtensions_URIPATH: 'path',
    RestrictedExtensions_QUERYARGUMENTS: 'query',
    GenericRFI_QUERYARGUMENTS: 'query',
    GenericRFI_BODY: 'body',
    GenericRFI_URIPATH: 'path',
    CrossSiteScripting_COOKIE: 'cookie',
    CrossSiteScripting_QUERYARGUMENTS: 'query',
    CrossSiteScripting_BODY: 'body',
    CrossSiteScripting_URIPATH: 'path',
  },
  AWSManagedRulesKnownBadInputsRuleSet: {
    JavaDeserializationRCE_HEADER: 'header',
    JavaDeserializationRCE_BODY: 'body',
    JavaDeserializationRCE_URIPATH: 'path',
    JavaDeserializationRCE_QUERYSTRING: 'query',
    Host_localhost_HEADER: 'header',
    PROPFIND_METHOD: 'method',
    ExploitablePaths_URIPATH: 'path',
    Log4JRCE_HEADER: 'header',
    Log4JRCE_QUERYSTRING: 'query',
    Log4JRCE_BODY: 'body',
    Log4JRCE_URIPATH: 'path',
    ReactJSRCE_BODY: 'body',
  },
  AWSManagedRulesAmazonIpReputationList: {
    AWSManagedIPReputationList: 'address',
    AWSManagedReconnaissanceList: 'address',
    AWSManagedIPDDoSList: 'address',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Inspected>>>>
