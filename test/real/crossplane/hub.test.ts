import { expect, inject, test } from 'vitest'
import { hubApis } from '../../../crossplane/apis/hub-apis.ts'
import { compositionName } from '../../../crossplane/compose/composition-name.ts'
import { type HubPart, hubParts } from '../../../crossplane/hub-environment.ts'
import { publication } from '../../../crossplane/publication.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { examples } from '../../crossplane/example-claims.ts'
import { steps } from '../../crossplane/field-path.ts'
import { sampleEnvironment } from '../../crossplane/sample-environment.ts'
import { apisOf, environmentsOf } from './cluster.ts'
import { live } from './life.ts'

const renderer = inject('renderer')

/** Resources of an API's example, by the name within the composition. */
async function made(kind: string): Promise<Map<string, KubeObject>> {
  const composed = hubApis.find(({ api }) => api.kind === kind)
  const example = examples.find(({ api }) => api === composed?.api)
  const [plan] = composed?.plans ?? []
  if (!composed || !plan || !example) throw new Error(`no example of ${kind}`)
  const claim = {
    ...example.claim,
    spec: { ...(example.claim['spec'] as object), compositionRef: { name: compositionName(composed.api) } },
  }
  const life = await live(renderer, apisOf('hub'), claim, environmentsOf(plan.environments, claim))
  const name = 'crossplane.io/composition-resource-name'
  return new Map(life.last.composed.map((one) => [one.metadata.annotations?.[name] ?? '', one]))
}

function at(object: unknown, path: string): unknown {
  return steps(path).reduce<unknown>((value, step) => (value as Record<string, unknown>)?.[step], object)
}

test('the firewall’s rules are JSON with the claim’s number in it', async () => {
  const firewall = (await made('Edge')).get('firewall')
  const rules = JSON.parse(String(at(firewall, 'spec.forProvider.ruleJson'))) as { Name: string }[]
  expect(rules.map(({ Name }) => Name)).toEqual([
    'TooLarge',
    'TooOften',
    'AWSManagedRulesAmazonIpReputationList',
    'AWSManagedRulesKnownBadInputsRuleSet',
    'AWSManagedRulesCommonRuleSet',
  ])
  expect(at(rules[1], 'Statement.RateBasedStatement.Limit')).toBe(20_000)
})

test('a region’s cluster is told every field, each from where the hub knows it', async () => {
  const environment = (await made('RegionEnvironment')).get('environment')
  expect(at(environment, 'spec.providerConfigRef.name')).toBe('us-east-1')
  const claim = examples.find(({ api }) => api.kind === 'RegionEnvironment')?.claim
  const data = at(environment, 'spec.forProvider.manifest.data')
  const reported = Object.keys(publication).map((field) => [field, at(data, field)])
  const known = Object.entries(publication).map(([field, source]) => {
    if (typeof source !== 'string') return [field, at(claim, `spec.${source.spec}`)]
    const [part = '', ...path] = source.replace(/^peer\./, '').split('.')
    return [field, at(sampleEnvironment(hubParts[part as HubPart]), path.join('.'))]
  })
  expect(reported).toEqual(known)
})

test('a region’s keys get their policy when the account is known', async () => {
  const key = (await made('RegionKeys')).get('data')
  const policy = String(at(key, 'spec.forProvider.policy'))
  expect(policy).toContain('arn:aws:iam::111122223333:root')
  expect(policy).toContain('rds.us-east-1.amazonaws.com')
  expect(policy).not.toContain('%!')
})

test('roles carry the boundary of the account', async () => {
  const role = (await made('RegionStorage')).get('models-replication-role')
  expect(at(role, 'spec.forProvider.permissionsBoundary')).toBe(
    'arn:aws:iam::111122223333:policy/paddock-boundary',
  )
})
