import { firewallRules, type Inspected } from '../lib/catalog/firewall-rules.ts'
import type { Composed } from './compose/composition.ts'
import { field, numberSlot, type Patch, tags, text } from './compose/patch.ts'

/**
 * A group of rules that AWS maintains. @see
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
type ManagedGroup = keyof typeof firewallRules

/**
 * Parts of a request that people and identity providers fill. Prompts, searches and names of files (in paths) are full of
 * code, markup and paths. The callback of a sign-in has a query of 4 KiB, where the rule on sizes allows 2, and cookies
 * with its state. Rules that inspect these parts only count requests. The ingress controller limits sizes.
 */
const written: ReadonlySet<Inspected> = new Set(['body', 'query', 'path', 'cookie'])

function visibility(MetricName: string) {
  return { CloudWatchMetricsEnabled: true, MetricName, SampledRequestsEnabled: true }
}

function managed(Name: ManagedGroup, Priority: number): object {
  const counted = Object.entries<Inspected>(firewallRules[Name])
    // Back-channel sign-out comes from servers, of which some name no user agent.
    .filter(([rule, part]) => written.has(part) || rule === 'NoUserAgent_HEADER')
    .map(([rule]) => ({ ActionToUse: { Count: {} }, Name: rule }))
  return {
    Name,
    Priority,
    OverrideAction: { None: {} },
    Statement: {
      ManagedRuleGroupStatement: {
        Name,
        VendorName: 'AWS',
        ...(counted.length > 0 ? { RuleActionOverrides: counted } : {}),
      },
    },
    VisibilityConfig: visibility(Name),
  }
}

/** No upload of a document has more than 10^9 bytes at once. The firewall compares texts: ten digits or more. */
const tooLarge = {
  Name: 'TooLarge',
  Priority: 0,
  Action: { Block: { CustomResponse: { ResponseCode: 413 } } },
  Statement: {
    RegexMatchStatement: {
      FieldToMatch: { SingleHeader: { Name: 'content-length' } },
      RegexString: '^[0-9]{10,}$',
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  },
  VisibilityConfig: visibility('TooLarge'),
}

/** The limit is a separate text, so that a slot can be in the place of a number. */
function tooOften(limit: string): string {
  const rule = {
    Name: 'TooOften',
    Priority: 1,
    Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
    Statement: { RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: limit } },
    VisibilityConfig: visibility('TooOften'),
  }
  return JSON.stringify(rule).replace(`"${limit}"`, limit)
}

/** Rules in the order of evaluation. */
function rulesText(limit: string): string {
  const rest = [
    managed('AWSManagedRulesAmazonIpReputationList', 2),
    managed('AWSManagedRulesKnownBadInputsRuleSet', 3),
    managed('AWSManagedRulesCommonRuleSet', 4),
  ]
  return `[${[JSON.stringify(tooLarge), tooOften(limit), ...rest.map((rule) => JSON.stringify(rule))].join(',')}]`
}

/** A firewall: the resource that it protects, and its region. */
export interface FirewallPlan {
  /** Its name, a text with slots. */
  readonly awsName: string
  /** Sets its region. */
  readonly inRegion: Patch
  readonly reported: Patch
}

/** Rejects callers with too many requests, callers known for attacks, and requests in the form of known attacks. */
export function firewall({ awsName, inRegion, reported }: FirewallPlan): Composed {
  return {
    name: 'firewall',
    base: {
      apiVersion: 'wafv2.aws.upbound.io/v1beta1',
      kind: 'WebACL',
      spec: {
        forProvider: {
          defaultAction: { allow: {} },
          description: 'Paddock',
          scope: 'REGIONAL',
          visibilityConfig: {
            cloudwatchMetricsEnabled: true,
            metricName: 'paddock',
            sampledRequestsEnabled: true,
          },
        },
      },
    },
    patches: [
      tags,
      inRegion,
      text(awsName, field('name')),
      text(rulesText(numberSlot('claim.requestsPerFiveMinutes')), field('ruleJson')),
      reported,
    ],
  }
}
