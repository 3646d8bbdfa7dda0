import { createHash } from 'node:crypto'

/** Kinds of manifests, the index of several platforms first. */
const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/** Platform of the nodes. */
const platform = { os: 'linux', architecture: 'amd64' } as const
const attempts = 4

/** A registry's answer that is not what was asked for; the message says what to do. */
export class RegistryError extends Error {}

/** Address and credentials for requests to a registry. */
export interface RegistryOptions {
  /** Longest wait between attempts, milliseconds. */
  readonly maxWaitMs?: number
}

/**
 * The digest of a tag, by the OCI distribution API: the index where there is one, so that it holds for every
 * platform. The body is hashed, never taken on trust, and must offer linux/amd64.
 *
 * @throws {RegistryError} when the registry refuses, the tag is missing or the answer does not hold
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export async function resolveDigest(
  repository: string,
  tag: string,
  options: RegistryOptions = {},
): Promise<string> {
  const { base, name } = endpoint(repository)
  const answer = await get(`${base}/v2/${name}/manifests/${tag}`, options)
  if (answer.status === 404) throw new RegistryError(`the registry has no ${repository}:${tag}`)
  if (!answer.ok) throw new RegistryError(`the registry answered ${answer.status} for ${repository}:${tag}`)
  const body = Buffer.from(await answer.arrayBuffer())
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
  const claimed = answer.headers.get('docker-content-digest')
  if (claimed !== null && claimed !== digest) {
    throw new RegistryError(`the registry says ${claimed} of ${repository}:${tag}, its answer is ${digest}`)
  }
  requirePlatform(body.toString('utf8'), `${repository}:${tag}`)
  return digest
}

function requirePlatform(body: string, reference: string): void {
  const { manifests } = JSON.parse(body) as {
    manifests?: { platform?: { os?: string; architecture?: string } }[]
  }
  // A single manifest names its platform only in its configuration.
  if (!manifests) return
  const found = manifests.some(
    (one) => one.platform?.os === platform.os && one.platform.architecture === platform.architecture,
  )
  if (!found) throw new RegistryError(`${reference} has no image for ${platform.os}/${platform.architecture}`)
}

/** Docker Hub answers on another host; only a registry on this machine may go without TLS. */
function endpoint(repository: string): { base: string; name: string } {
  const [host = '', ...rest] = repository.split('/')
  const name = rest.join('/')
  if (host === 'docker.io') return { base: 'https://registry-1.docker.io', name }
  const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)
  return { base: `${loopback ? 'http' : 'https'}://${host}`, name }
}

async function get(url: string, options: RegistryOptions): Promise<Response> {
  let token: string | undefined
  for (let attempt = 1; ; attempt += 1) {
    const headers = { accept, ...(token ? { authorization: `Bearer ${token}` } : {}) }
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(30_000) })
    if (answer.status === 401 && token === undefined) {
      token = await anonymousToken(answer.headers.get('www-authenticate') ?? '')
      continue
    }
    if ((answer.status !== 429 && answer.status < 500) || attempt >= attempts) return answer
    const asked = Number(answer.headers.get('retry-after') ?? Number.NaN) * 1000
    const wait = Number.isNaN(asked) ? 500 * 2 ** attempt : asked
    await new Promise((resolve) => setTimeout(resolve, Math.min(wait, options.maxWaitMs ?? 60_000)))
  }
}

/** @see https://distribution.github.io/distribution/spec/auth/token/ */
async function anonymousToken(challenge: string): Promise<string> {
  const fields = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
  )
  const { realm, service, scope } = fields
  if (!/^Bearer /i.test(challenge) || !realm)
    throw new RegistryError('the registry asks for a login that Paddock does not know')
  const url = new URL(realm)
  if (service) url.searchParams.set('service', service)
  if (scope) url.searchParams.set('scope', scope)
  const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) })
  if (!answer.ok) throw new RegistryError(`the registry gave no token: ${answer.status}`)
  const body = (await answer.json()) as { token?: string; access_token?: string }
  const token = body.token ?? body.access_token
  if (!token) throw new RegistryError('the registry gave an empty token')
  return token
}
