import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createColors } from 'picocolors'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { short } from '../../lib/cli/plan-page.ts'
import { planMarkdown, planText } from '../../lib/cli/plan-print.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { objectSections } from '../../lib/pipeline/plan-sections.ts'
import type { Unit } from '../../lib/plan/objects.ts'
import { peopleChanges } from '../../lib/plan/people.ts'
import type { PlanReport } from '../../lib/plan/report.ts'
import { reasonsOf, verdictOf } from '../../lib/plan/verdict.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { thing } from '../support/change.ts'
import { fleetOf, plain } from '../support/fleet.ts'
import { report } from '../support/plan-report.ts'
import { type SpecRepository, specRepository } from '../support/spec-repository.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const tenantUnit: Unit = { cluster: 'east', tenant: 'acme' }
const platformUnit: Unit = { cluster: 'east' }

/** The verdict on units of dist, as the command reads them. */
async function judge(
  units: readonly (readonly [Unit, readonly KubeObject[], readonly KubeObject[]])[],
): Promise<PlanReport> {
  const text = (objects: readonly KubeObject[]) => objects.map((one) => JSON.stringify(one)).join('\n---\n')
  const sections = await objectSections(
    units.map(([unit, before, after]) => ({
      unit,
      application: 'there',
      files: [{ path: 'x.yaml', before: async () => text(before), after: () => text(after) }],
    })),
  )
  const body = report({ ...sections })
  const reasons = reasonsOf(body)
  return { ...body, reasons, verdict: verdictOf(reasons, []) }
}

const pods = (containers: readonly object[]) => ({
  spec: { replicas: 2, template: { spec: { containers } } },
})
const webui = (env: Readonly<Record<string, string>>, image = 'ghcr.io/open-webui/open-webui:v1') =>
  thing(
    'apps/v1',
    'Deployment',
    'open-webui',
    pods([{ name: 'open-webui', image, env: Object.entries(env).map(([name, value]) => ({ name, value })) }]),
  )
const rbac = 'rbac.authorization.k8s.io'
const binding = (kind: string, role: string, subject: string) =>
  thing(`${rbac}/v1`, kind, 'b', {
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: rbac, kind: 'Group', name: subject }],
  })
const rules = (kind: string, ...verbs: string[]) =>
  thing(`${rbac}/v1`, kind, 'r', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs }] })
const document = (...actions: string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })
const composition = (policy: string) =>
  thing('apiextensions.crossplane.io/v1', 'Composition', 'c', {
    spec: {
      pipeline: [
        {
          step: 's',
          input: {
            resources: [
              {
                name: 'role',
                base: {
                  apiVersion: 'iam.aws.upbound.io/v1beta1',
                  kind: 'RolePolicy',
                  spec: { forProvider: { policy } },
                },
                patches: [],
              },
            ],
          },
        },
      ],
    },
  })
const identity = (roleArn: string) =>
  thing('eks.aws.upbound.io/v1beta1', 'PodIdentityAssociation', 'p', { spec: { forProvider: { roleArn } } })
const egress = (...cidrs: string[]) =>
  thing('networking.k8s.io/v1', 'NetworkPolicy', 'out', {
    spec: {
      podSelector: { matchLabels: { app: 'x' } },
      policyTypes: ['Egress'],
      egress: cidrs.map((cidr) => ({ to: [{ ipBlock: { cidr } }], ports: [{ port: 443 }] })),
    },
  })
const denyAll = thing('networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', {
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
})
const admission = (spec: object) =>
  thing('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'fence', { spec })
const webhook = (failurePolicy: string) =>
  thing('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'w', {
    webhooks: [{ name: 'a.b.c', failurePolicy }],
  })
const host = (name: string) => thing('k8s.nginx.org/v1', 'VirtualServer', 'v', { spec: { host: name } })
const project = (namespace: string) =>
  thing('argoproj.io/v1alpha1', 'AppProject', 'tenant-acme', {
    spec: { destinations: [{ namespace, server: 's' }] },
  })
const argocd = (data: object) => thing('v1', 'ConfigMap', 'argocd-rbac-cm', { data })

/** Objects before and after, and the code of the reason that must be there. */
type Takeover = readonly [string, readonly KubeObject[], readonly KubeObject[], string]

const takeovers: readonly Takeover[] = [
  [
    'another identity provider',
    [webui({ OPENID_PROVIDER_URL: 'https://a.example' })],
    [webui({ OPENID_PROVIDER_URL: 'https://b.example' })],
    'wall-identity',
  ],
  ['another client', [webui({ OAUTH_CLIENT_ID: 'a' })], [webui({ OAUTH_CLIENT_ID: 'b' })], 'wall-identity'],
  [
    'a role that administrates',
    [webui({ OAUTH_ADMIN_ROLES: 'admin' })],
    [webui({ OAUTH_ADMIN_ROLES: 'admin,user' })],
    'wall-roles',
  ],
  [
    'another mail domain',
    [webui({ OAUTH_ALLOWED_DOMAINS: 'a.example' })],
    [webui({ OAUTH_ALLOWED_DOMAINS: '*' })],
    'wall-domains',
  ],
  [
    'a header that signs in',
    [webui({})],
    [webui({ WEBUI_AUTH_TRUSTED_EMAIL_HEADER: 'X-Mail' })],
    'wall-sign-in-security',
  ],
  [
    'accounts merged by mail',
    [webui({ OAUTH_MERGE_ACCOUNTS_BY_EMAIL: 'false' })],
    [webui({ OAUTH_MERGE_ACCOUNTS_BY_EMAIL: 'true' })],
    'wall-sign-in-security',
  ],
  [
    'open sign-up',
    [webui({ ENABLE_SIGNUP: 'false' })],
    [webui({ ENABLE_SIGNUP: 'true' })],
    'wall-sign-in-security',
  ],
  ['a known session secret', [webui({})], [webui({ WEBUI_SECRET_KEY: 'known' })], 'wall-sign-in-security'],
  [
    'cookies without Secure',
    [webui({ WEBUI_SESSION_COOKIE_SECURE: 'true' })],
    [webui({ WEBUI_SESSION_COOKIE_SECURE: 'false' })],
    'wall-sign-in-security',
  ],
  [
    'another repository of an image',
    [webui({})],
    [webui({}, 'ghcr.io/open-webui-team/open-webui:v1')],
    'wall-images',
  ],
  ['a group bound to a role', [], [binding('RoleBinding', 'view', 'strangers')], 'wall-rights'],
  [
    'everybody bound to cluster-admin',
    [],
    [binding('ClusterRoleBinding', 'cluster-admin', 'system:authenticated')],
    'wall-rights',
  ],
  ['a role with more verbs', [rules('Role', 'get')], [rules('Role', 'get', 'list')], 'wall-rights'],
  [
    'an IAM document of a composition',
    [composition(document('s3:GetObject'))],
    [composition(document('*'))],
    'wall-aws-rights',
  ],
  [
    'another role by Pod Identity',
    [identity('arn:aws:iam::1:role/a')],
    [identity('arn:aws:iam::1:role/b')],
    'wall-aws-rights',
  ],
  [
    'egress to a new address',
    [egress('192.0.2.0/24')],
    [egress('192.0.2.0/24', '198.51.100.0/24')],
    'traffic-opened',
  ],
  ['the default deny removed', [denyAll], [], 'wall-isolation'],
  ['an admission policy removed', [admission({ failurePolicy: 'Fail' })], [], 'wall-admission'],
  ['a webhook that fails open', [webhook('Fail')], [webhook('Ignore')], 'wall-admission'],
  [
    'another namespace for an Argo CD project',
    [project('tenant-acme')],
    [project('tenant-other')],
    'wall-rights',
  ],
  [
    'everybody an administrator of Argo CD',
    [argocd({ 'policy.default': '' })],
    [argocd({ 'policy.default': 'role:admin' })],
    'wall-identity',
  ],
  ['a host of one more name', [], [host('login.paddock.example')], 'wall-hosts'],
]

describe('a takeover is never safe', () => {
  test('there are at least twenty', () => {
    expect(takeovers.length).toBeGreaterThanOrEqual(20)
  })

  describe.each([
    ['of a tenant', tenantUnit],
    ['of the platform', platformUnit],
  ] as const)('%s', (_, unit) => {
    test.each(takeovers)('%s: by a change', async (__, before, after, code) => {
      const { verdict, reasons } = await judge([[unit, before, after]])
      expect(reasons.map((one) => one.code)).toContain(code)
      expect(['review', 'dangerous']).toContain(verdict)
    })

    test.each(takeovers.filter(([, , after]) => after.length > 0))(
      '%s: by creation',
      async (__, ___, after, code) => {
        const { verdict, reasons } = await judge([[unit, [], after]])
        expect(reasons.map((one) => one.code)).toContain(code)
        expect(['review', 'dangerous']).toContain(verdict)
      },
    )
  })

  test('the gravest are dangerous', async () => {
    const gravest = [
      'another mail domain',
      'a header that signs in',
      'accounts merged by mail',
      'open sign-up',
      'everybody bound to cluster-admin',
      'an IAM document of a composition',
      'the default deny removed',
      'an admission policy removed',
      'a webhook that fails open',
      'everybody an administrator of Argo CD',
    ]
    for (const [name, before, after] of takeovers.filter(([name]) => gravest.includes(name)))
      expect([name, (await judge([[tenantUnit, before, after]])).verdict]).toEqual([name, 'dangerous'])
  })

  test('a host that another tenant answers for is dangerous', async () => {
    const { verdict, reasons, hosts } = await judge([
      [tenantUnit, [host('chat.example')], []],
      [{ cluster: 'east', tenant: 'other' }, [], [host('chat.example')]],
    ])
    expect(hosts).toMatchObject([{ change: 'taken', host: 'chat.example', tenants: ['other'] }])
    expect(reasons.map(({ code }) => code)).toContain('host-taken')
    expect(verdict).toBe('dangerous')
  })
})

describe('harmless changes stay safe', () => {
  test.each<[string, KubeObject, KubeObject]>([
    ['a new tag of the same image', webui({}), webui({}, 'ghcr.io/open-webui/open-webui:v2')],
    ['a variable without security', webui({ RAG_TOP_K: '3' }), webui({ RAG_TOP_K: '4' })],
    [
      'rules in another order',
      rules('Role', 'get'),
      { ...rules('Role', 'get'), metadata: { name: 'r', namespace: 'tenant-acme', labels: { a: 'b' } } },
    ],
  ])('%s', async (_, before, after) => {
    expect(
      (await judge([[tenantUnit, [before], [after]]])).reasons.filter(({ code }) => code.startsWith('wall-')),
    ).toEqual([])
  })
})

describe('specs', () => {
  const provider = {
    issuer: 'https://id.acme.example',
    clientId: 'paddock',
    cidrs: ['203.0.113.10/32'],
    allowedDomains: ['acme.example', 'old.example'],
  }
  const tenant = (id: string, fields: object = {}) =>
    ({ ...plain, id, contacts: { owner: `it@${id}.example` }, ...fields }) as TenantSpec
  const acme = tenant('acme', { identityProvider: provider })
  const bare = tenant('bare', { hosts: ['chat.bare.example'] })
  let one: SpecRepository
  beforeAll(async () => {
    one = await specRepository(fleetOf([acme, bare]))
  })
  afterAll(() => one.remove())
  const planOf = async (...tenants: TenantSpec[]) => {
    one.put(fleetOf(tenants))
    return one.plan()
  }
  const codes = ({ reasons }: PlanReport) => reasons.map(({ code }) => code)
  const prints = (made: PlanReport) => [
    planText(made, short, createColors(false)),
    planMarkdown(made).split('<details>')[0] ?? '',
  ]

  test.each<[string, TenantSpec[], string, RegExp]>([
    [
      'a provider for a tenant with passwords',
      [acme, { ...bare, identityProvider: { ...provider, issuer: 'https://id.bare.example' } } as TenantSpec],
      'dangerous',
      /people with a password account are locked out/,
    ],
    [
      'another issuer',
      [{ ...acme, identityProvider: { ...provider, issuer: 'https://other.example' } } as TenantSpec, bare],
      'dangerous',
      /accounts of https:\/\/id\.acme\.example are locked out/,
    ],
    [
      'no provider any more',
      [tenant('acme'), bare],
      'dangerous',
      /everybody who signs in by the provider is locked out/,
    ],
    [
      'fewer domains',
      [{ ...acme, identityProvider: { ...provider, allowedDomains: ['acme.example'] } } as TenantSpec, bare],
      'review',
      /mail address at old\.example are locked out/,
    ],
  ])(
    '%s: the plan names the people who are locked out, and the transition',
    async (_, tenants, verdict, said) => {
      const made = await planOf(...tenants)
      expect(made.verdict).toBe(verdict)
      expect(codes(made)).toContain('locked-out')
      for (const text of prints(made)) {
        expect(text).toMatch(said)
        expect(text).toMatch(/(?:before|after) the merge: /)
      }
    },
  )

  test('a new tenant that shares an issuer is reviewed, and one that shares a client is wrong', async () => {
    const made = await planOf(
      acme,
      bare,
      tenant('twin', { identityProvider: { ...provider, clientId: 'twin' } }),
    )
    expect(made.people).toMatchObject([
      {
        code: 'shared-identity',
        what: 'the issuer https://id.acme.example is shared with acme: one change there concerns all of them',
      },
    ])
    expect(made.verdict).toBe('review')
    expect((await planOf(acme, bare, tenant('twin', { identityProvider: provider }))).verdict).toBe('wrong')
  })

  test('a group of two tenants', () => {
    const of = (id: string) => completeTenant(tenant(id, { access: { auditorGroups: ['both'] } }))
    const fleet = fleetOf([of('acme'), of('twin')])
    expect(peopleChanges([{ file: 'tenants/twin.ts', after: of('twin') }], fleet)).toMatchObject([
      { code: 'shared-identity', what: expect.stringMatching(/^the group both is shared with acme/) },
    ])
  })

  test('a new tenant lists its rights and opened traffic like others, and is reviewed', async () => {
    const made = await planOf(acme, bare, tenant('fresh'))
    expect(made.verdict).toBe('review')
    expect(codes(made)).toEqual(expect.arrayContaining(['wall-rights', 'traffic-opened', 'wall-hosts']))
    expect(
      made.flows.filter(({ tenants, change }) => change === 'opened' && tenants.includes('fresh')).length,
    ).toBeGreaterThan(5)
    expect(made.walls.map(({ kind }) => kind)).toContain('rbac.authorization.k8s.io/RoleBinding')
  })

  test('a new tenant with a host of another is wrong', async () => {
    const made = await planOf(acme, bare, tenant('thief', { hosts: ['chat.bare.example'] }))
    expect(made.verdict).toBe('wrong')
  })

  test('a hand-edited dist is wrong and named; a dist that only waits for a synthesis is not', async () => {
    one.put(fleetOf([acme, bare]))
    await one.commit()
    const path = 'dist/us-east-1/tenants/bare/rbac.yaml'
    const file = join(one.root, path)
    const made = readFileSync(file, 'utf8')
    writeFileSync(file, made.replace('paddock:operators', 'strangers'))
    expect(readFileSync(file, 'utf8')).not.toBe(made)
    const edited = await one.plan({ stale: true })
    expect(edited.verdict).toBe('wrong')
    expect(edited.findings.filter(({ level }) => level === 'error')).toMatchObject([
      { code: 'dist-edited', file: path, level: 'error' },
    ])
    writeFileSync(file, made)
    one.put(fleetOf([acme, { ...bare, displayName: 'Other' } as TenantSpec]))
    const waiting = await one.plan({ stale: true })
    expect([waiting.verdict, waiting.dist.state]).toEqual(['review', 'stale'])
  })
})
