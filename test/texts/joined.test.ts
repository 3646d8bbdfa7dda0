import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { policyCsv } from '../../charts/platform/argocd/rbac.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { checkHosts } from '../../lib/rules/hosts.ts'
import { checkIdentity } from '../../lib/rules/identity.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { cluster } from '../support/arbitrary.ts'
import { environmentOf, expand } from '../support/expansion.ts'
import { clusters, fleetOf } from '../support/fleet.ts'
import { withValue } from '../support/schema-values.ts'
import { wholeTenants } from '../support/whole-specs.ts'

const spec = wholeTenants.standard
const resolved = resolveCluster(cluster)
const drawn = (one: TenantSpec): KubeObject[] =>
  tenantManifests(resolveTenant(completeTenant(one), cluster), resolved).flatMap(({ objects }) => objects)

/** Signs by which some tool splits or trims a text. */
const signs = [
  ...', ; : | / \\ " \' * ( ) = & # % ` $ @'.split(' '),
  ' ',
  '\t',
  '\n',
  '\r',
  '\u000b',
  '\u001c',
  '\u001f',
]
const wide = ['\u0085', '\u00a0', '\u2028', '\u2029', '\u3000', '\ufeff', '\u200b', '\u0000']
const text = fc
  .array(fc.constantFrom('a', 'b', 'admin', 'x.example', ...signs, ...wide), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''))
const harmless = fc.constantFrom('staff', 'it-admins', 'a.example', 'b.example', 'email', 'chat admins')
const list = fc.uniqueArray(fc.oneof(text, harmless), { minLength: 1, maxLength: 4 })

/** `str.strip` of Python 3. @see https://docs.python.org/3/library/stdtypes.html#str.isspace */
const strip = (one: string) => {
  const space =
    '[\\t-\\r\\u001c-\\u001f \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+'
  return one.replace(new RegExp(`^${space}|${space}$`, 'g'), '')
}
const variable = (one: TenantSpec, name: string) => {
  const [found] = environmentOf(drawn(one)).filter(({ place }) => place.endsWith(` open-webui ${name}`))
  return expand(found?.text ?? '').text
}
const accepted = (one: TenantSpec) =>
  checkShape('tenant', 't.ts', one).length === 0 &&
  checkIdentity({ file: 't.ts', spec: completeTenant(one) }).length === 0 &&
  checkHosts(fleetOf([one])).length === 0

/** A field whose values are joined, and how its reader takes them apart. */
interface Joined {
  readonly path: readonly string[]
  readonly name: string
  readonly split: (joined: string) => string[]
  /** The values that the reader is to find. */
  readonly expected?: (values: readonly string[]) => readonly string[]
  /** Values of which some are always accepted. */
  readonly values?: fc.Arbitrary<string[]>
}

const byComma = (joined: string) => joined.split(',').map(strip)
const joined: readonly Joined[] = [
  { path: ['identityProvider', 'adminRoles'], name: 'OAUTH_ADMIN_ROLES', split: byComma },
  {
    path: ['identityProvider', 'userRoles'],
    name: 'OAUTH_ALLOWED_ROLES',
    split: byComma,
    expected: (values) => [...values, 'admin'],
  },
  { path: ['identityProvider', 'allowedDomains'], name: 'OAUTH_ALLOWED_DOMAINS', split: byComma },
  {
    path: ['identityProvider', 'scopes'],
    name: 'OAUTH_SCOPES',
    split: (scopes) => scopes.split(/\s+/),
    values: list.map((scopes) => ['openid', ...scopes.filter((one) => one !== 'openid')]),
  },
  {
    path: ['hosts'],
    name: 'CORS_ALLOW_ORIGIN',
    split: (origins) => origins.split(';'),
    // The other hosts redirect to the first.
    expected: (hosts) => hosts.slice(0, 1).map((host) => `https://${host.toLowerCase().replace(/\.$/, '')}`),
    values: list,
  },
]

test.each(joined)(
  '$name has as many values as $path, and the same',
  ({ path, name, split, expected, values = list }) => {
    let [taken, refused] = [0, 0]
    fc.assert(
      fc.property(values, (given) => {
        const one = withValue(spec, path, given)
        if (!accepted(one)) {
          refused += 1
          return
        }
        taken += 1
        const wanted = expected?.(given) ?? given
        expect(split(variable(one, name))).toEqual(wanted)
      }),
      { numRuns: 400, seed: 7 },
    )
    expect(Math.min(taken, refused)).toBeGreaterThan(20)
  },
)

describe('scopes', () => {
  test.each([[[]], [['email']], [['OpenID', 'email']], [['openid email']], [['openid ']]])(
    '%j are refused',
    (scopes) => {
      expect(accepted(withValue(spec, ['identityProvider', 'scopes'], scopes))).toBe(false)
    },
  )
})

/** Lines of a policy as Argo CD's reader splits them. @see util/rbac/rbac.go loadPolicyLine: CSV, leading space trimmed */
const lines = (csv: string) =>
  csv
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').map((value) => value.trim()))

test('policy.csv has one line for each group of operators, and gives it one role', () => {
  const usual = lines(policyCsv([]))
  let [taken, refused] = [0, 0]
  fc.assert(
    fc.property(list, (operatorGroups) => {
      if (checkShape('cluster', 'c.ts', { ...clusters.east, operatorGroups }).length > 0) {
        refused += 1
        return
      }
      taken += 1
      const csv = policyCsv(operatorGroups)
      expect(csv).not.toContain('"')
      expect(lines(csv)).toEqual([...usual, ...operatorGroups.map((group) => ['g', group, 'role:operator'])])
    }),
    { numRuns: 400, seed: 7 },
  )
  expect(Math.min(taken, refused)).toBeGreaterThan(20)
})

test('Argo CD’s projects and Kubernetes have a tenant’s groups as they are, each a line of its own', () => {
  let [taken, refused] = [0, 0]
  fc.assert(
    fc.property(list, (adminGroups) => {
      const one = withValue(spec, ['access', 'adminGroups'], adminGroups)
      if (!accepted(one)) {
        refused += 1
        return
      }
      taken += 1
      const project = drawn(one).find(({ kind }) => kind === 'AppProject')
      const { roles = [] } = (project?.['spec'] ?? {}) as { roles?: { groups: string[] }[] }
      const [role] = roles
      // As Argo CD writes them into its policy.
      const written = lines(
        (role?.groups ?? []).map((group) => `g, ${group}, proj:x:administrator`).join('\n'),
      )
      expect(written).toEqual(adminGroups.map((group) => ['g', group, 'proj:x:administrator']))
    }),
    { numRuns: 200, seed: 7 },
  )
  expect(Math.min(taken, refused)).toBeGreaterThan(20)
})

test('a mail address is one recipient, and one link', () => {
  fc.assert(
    fc.property(fc.tuple(text, text), ([name, domain]) => {
      const owner = `it${name}@${domain}.example`
      if (checkShape('tenant', 't.ts', withValue(spec, ['contacts', 'owner'], owner)).length > 0) return
      expect(owner.split(/[,;\s<>"]/)).toEqual([owner])
      expect(new URL(`mailto:${owner}`).pathname).toBe(owner)
      expect(new URL(`mailto:${owner}`).search + new URL(`mailto:${owner}`).hash).toBe('')
    }),
    { numRuns: 1000, seed: 7 },
  )
})

test.each(['$dex.argocd.token', '$x', ' a', 'a b', 'a\n'])('Argo CD’s client is not %j', (clientId) => {
  const argocd = { signIn: { issuer: 'https://sso.example', clientId } }
  const found = checkShape('cluster', 'c.ts', { ...clusters.east, argocd })
  expect(found.map(({ field }) => field)).toEqual(['argocd.signIn.clientId'])
})
