import { type Difference, type Grade, type Part, type Statements, type Wall, walk } from './wall.ts'

type Env = readonly {
  readonly name?: string
  readonly value?: string
  readonly valueFrom?: unknown
}[]

/** Lists of containers, in every kind that makes pods. */
const containerLists = new Set(['containers', 'initContainers', 'ephemeralContainers'])

/** Variables of all containers of an object, and keys of a ConfigMap, which containers read as variables. */
function variables({ kind, object }: Part): Map<string, string> {
  const found = new Map<string, string>()
  walk(object, (path, value) => {
    if (!containerLists.has(path.at(-1) ?? '') || !Array.isArray(value)) return
    for (const { name: container, env = [], envFrom = [] } of value as {
      name?: string
      env?: Env
      envFrom?: object[]
    }[]) {
      for (const { name, value: text, valueFrom } of env)
        found.set(`${container} ${name}`, valueFrom ? JSON.stringify(valueFrom) : (text ?? ''))
      for (const source of envFrom) found.set(`${container} envFrom ${JSON.stringify(source)}`, '')
    }
  })
  if (kind === 'ConfigMap')
    for (const [key, text] of Object.entries((object['data'] ?? {}) as Record<string, unknown>))
      found.set(`data ${key}`, String(text))
  return found
}

interface Group {
  readonly wall: Wall['wall']
  readonly title: string
  readonly names: RegExp
  /** True for a value that opens the wall to anybody. */
  readonly opens?: (name: string, value: string) => boolean
}

const on = (value: string) => /^(?:true|1|yes|on)$/i.test(value)
const off = (value: string) => /^(?:false|0|no|off)$/i.test(value)

/**
 * Variables by their subject; the first that matches decides. The last takes every variable that names security.
 *
 * @see https://docs.openwebui.com/reference/env-configuration
 */
const groups: readonly Group[] = [
  {
    wall: 'domains',
    title: 'mail domains that may sign in',
    names: /ALLOWED_DOMAINS$/,
    opens: (_, value) => value === '' || value.includes('*'),
  },
  {
    wall: 'roles',
    title: 'roles and groups of people',
    names:
      /(?:ADMIN|ALLOWED|BLOCKED)_(?:ROLES|GROUPS)|ROLES?_(?:CLAIM|SEPARATOR|MANAGEMENT)|GROUPS?_(?:CLAIM|MANAGEMENT|CREATION)|DEFAULT_USER_ROLE|DEFAULT_GROUP/,
    opens: (name, value) => name === 'DEFAULT_USER_ROLE' && value === 'admin',
  },
  {
    wall: 'sign-in-security',
    title: 'security of sign-in and sessions',
    names:
      /TRUSTED|MERGE_ACCOUNTS|SIGN_?UP|LOGIN_FORM|PASSWORD_AUTH|WEBUI_AUTH|API_KEY|JWT|SESSION|COOKIE|SECRET_KEY|CORS_|FORWARDED|BYPASS|_ADMIN_(?:EMAIL|PASSWORD|CHAT|EXPORT)|INSECURE|LOGOUT|ID_TOKEN|SAFE_MODE|envFrom/,
    opens: (name, value) =>
      (/TRUSTED/.test(name) && value !== '') ||
      (/MERGE_ACCOUNTS|INSECURE|^ENABLE_SIGN_?UP$/.test(name) && on(value)) ||
      (name === 'WEBUI_AUTH' && off(value)),
  },
  {
    wall: 'identity',
    title: 'identity provider',
    names:
      /^(?:OPENID|OAUTH|ENABLE_OAUTH|LDAP|ENABLE_LDAP|SCIM|ENABLE_SCIM|SAML|OIDC)|^(?:GOOGLE|MICROSOFT|GITHUB|FEISHU)_(?:CLIENT|OAUTH|REDIRECT)|OIDC|^WEBUI_URL$/,
  },
]

function groupOf(key: string): Group | undefined {
  const name = key.slice(key.indexOf(' ') + 1)
  return groups.find(({ names }) => names.test(name))
}

function wallOf(group: Group): Wall {
  const gradeOf = ({ key, after, deleted }: Difference): Grade => {
    if (deleted) return undefined
    const name = key.slice(key.indexOf(' ') + 1)
    return after !== undefined && group.opens?.(name, after) ? 'danger' : 'review'
  }
  return {
    wall: group.wall,
    title: group.title,
    read: (part) => new Map([...variables(part)].filter(([key]) => groupOf(key) === group)),
    grade: gradeOf,
  }
}

/** Argo CD's own files of sign-in and rights. */
const argocdFiles: Readonly<Record<string, Wall['wall']>> = {
  'argocd-cm': 'identity',
  'argocd-rbac-cm': 'rights',
}

function argocdSettings({ kind, object }: Part): Statements {
  const found = new Map<string, string>()
  if (kind !== 'ConfigMap' || !argocdFiles[object.metadata?.name ?? '']) return found
  for (const [key, text] of Object.entries((object['data'] ?? {}) as Record<string, unknown>))
    for (const line of String(text).split('\n').filter(Boolean)) found.set(`${key}: ${line}`, line)
  return found
}

const argocd: Wall = {
  wall: 'identity',
  title: 'sign-in and rights of Argo CD',
  read: argocdSettings,
  grade: ({ after }) => (after && /role:admin|anonymous.*true/.test(after) ? 'danger' : 'review'),
}

/** Walls around people: the source of identities, the roles and domains that it gives, and sessions. */
export const peopleWalls: readonly Wall[] = [...groups.map(wallOf), argocd]
