import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { allScripts, dataScripts } from '../../../charts/platform/data/scripts.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { scriptData } from '../../../lib/kube/script.ts'
import type { PodSpec } from '../../../lib/kube/types/kubernetes.ts'
import { tenantManifests } from '../../../lib/pipeline/units.ts'
import { resolveCluster } from '../../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../../lib/resolve/tenant.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { completeTenant } from '../../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../../lib/spec/index.ts'
import { bucket, type Cell, makeCacheUser } from './cell.ts'
import { models, work } from './images.ts'
import { serviceAddress } from './network.ts'
import type { Session, Site } from './page.ts'
import { signIn } from './page.ts'
import { type Pod, type Surroundings, startPod } from './pod.ts'
import { type Recorder, startRecorder } from './recorder.ts'

/** The parts of a tenant of the test. */
export interface Wanted {
  readonly spec: TenantSpec
  readonly cluster: CompleteTenantClusterSpec
  readonly cell: Cell
  /** Processes of Open WebUI; one unless given. */
  readonly pods?: number
  /** More names that pods may look up, such as that of an identity provider. */
  readonly names?: Readonly<Record<string, string>>
  /** Client secret at the identity provider. */
  readonly clientSecret?: string
}

/** A tenant whose pods run. */
export interface Tenant {
  readonly resolved: ResolvedTenant
  /** Pods of Open WebUI. */
  readonly pods: readonly Pod[]
  readonly bus?: Pod
  readonly ollama: Readonly<Record<string, Pod>>
  /** Address of a pod of Open WebUI. */
  site(pod?: number): Site
  /** Signs in the administrator of a tenant without a provider. */
  administrator(pod?: number): Promise<Session>
  /** Requests to all model servers since the last call. */
  take: Recorder['take']
  /** Starts one more pod of Open WebUI. */
  add(): Promise<Pod>
  stop(): Promise<void>
}

/** Name by which a cell's servers are known in AWS; `certify` must name them too. */
export const cellNames = {
  cache: 'cache.cell.paddock.example',
  database: 'database.cell.paddock.example',
  store: 's3.us-east-1.amazonaws.com',
} as const

/** Starts a tenant from nothing: its roles and schema, users of the caches, model servers, migration, application. */
export async function startTenant(wanted: Wanted): Promise<Tenant> {
  const resolved = resolveTenant(completeTenant(wanted.spec), wanted.cluster)
  const objects = tenantManifests(resolved, resolveCluster(wanted.cluster)).flatMap(({ objects: all }) => all)
  const names: Record<string, string> = {
    [cellNames.cache]: wanted.cell.cache,
    [cellNames.database]: wanted.cell.database,
    [cellNames.store]: wanted.cell.store,
    [`${bucket}.${cellNames.store}`]: wanted.cell.store,
    'postgres.paddock-data.svc.cluster.local': wanted.cell.database,
    'valkey.paddock-data.svc.cluster.local': wanted.cell.localCache,
    ...wanted.names,
  }
  const secrets = secretsOf(wanted)
  const around: Surroundings = {
    secret: secrets,
    configMap: (name) => (name === dataScripts ? scriptData(allScripts) : filesOf(objects, name)),
    claim: (name) => claimOf(resolved.id, name),
    names,
    without: ['stop-other-versions'],
  }
  const id = resolved.id
  const start = (kind: string, begins: string, name = begins) =>
    startPod(`${id}-${name}`, podOf(objects, kind, begins), around)
  const job = async (begins: string, container: string) => {
    const pod = await start('Job', begins)
    const code = await pod.ended(container)
    if (code !== 0) throw new Error(`${begins} ended with ${code}: ${pod.log(container).slice(-3000)}`)
  }
  await job(`database-${id}`, 'bootstrap-database')
  const claimed = resolved.claims?.cache
  if (resolved.cacheUser) await job(`cache-${id}`, 'create-cache-user')
  else if (claimed)
    await makeCacheUser(
      wanted.cell,
      `tenant-${id}`,
      secrets(resolved.secrets.name, 'cache-password'),
      claimed.access.replace(/^on /, ''),
    )
  const bus = resolved.bus ? await start('Deployment', 'bus') : undefined
  if (bus) names['bus'] = bus.address
  const servers = await Promise.all(
    resolved.ollama.map(async ({ nodeClass }) => {
      const name = `ollama-${nodeClass}`
      const pod = await start('Deployment', name)
      const recorder = await startRecorder(await serviceAddress(), { host: pod.address, port: 11434 })
      names[name] = recorder.address
      return { name, pod, recorder }
    }),
  )
  await job('migrate', 'migrate')
  const pods: Pod[] = []
  const add = async () => {
    const pod = await start('Deployment', 'open-webui', `open-webui-${pods.length}`)
    pods.push(pod)
    await until(
      `${pod.name} is ready`,
      180,
      async () => (await fetch(`http://${pod.address}:8080/ready`)).ok,
      () => pod.log('open-webui').slice(-4000),
    )
    return pod
  }
  for (const { pod } of servers)
    await until(
      `${pod.name} has loaded its models`,
      120,
      async () => /is loaded/.test(pod.log('ollama')),
      () => pod.log('ollama').slice(-4000),
    )
  await Promise.all(Array.from({ length: wanted.pods ?? 1 }, add))
  const site = (pod = 0): Site => ({
    url: `http://${pods[pod]?.address}:8080`,
    origin: String(resolved.openWebui.env['WEBUI_URL']),
  })
  return {
    resolved,
    pods,
    ...(bus ? { bus } : {}),
    ollama: Object.fromEntries(servers.map(({ name, pod }) => [name, pod])),
    site,
    administrator: (pod) =>
      signIn(
        site(pod),
        String(resolved.openWebui.env['WEBUI_ADMIN_EMAIL']),
        secrets(resolved.secrets.name, 'admin-password'),
      ),
    take: () => servers.flatMap(({ recorder }) => recorder.take()),
    add,
    stop: async () => {
      await Promise.all(
        [...pods, ...servers.map(({ pod }) => pod), ...(bus ? [bus] : [])].map((pod) => pod.stop(5)),
      )
      await Promise.all(servers.map(({ recorder }) => recorder.stop()))
      rmSync(join(work, `${id}-claims`), { recursive: true, force: true })
    },
  }
}

function podOf(objects: readonly KubeObject[], kind: string, begins: string): PodSpec {
  const found = objects.find(
    (one) =>
      one.kind === kind && (one.metadata.name === begins || one.metadata.name.startsWith(`${begins}-`)),
  )
  if (!found) throw new Error(`dist has no ${kind} ${begins}`)
  return (found['spec'] as { template: { spec: PodSpec } }).template.spec
}

function filesOf(objects: readonly KubeObject[], name: string): Readonly<Record<string, string>> {
  const found = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)
  if (!found) throw new Error(`dist has no ConfigMap ${name}`)
  return found['data'] as Record<string, string>
}

/** Values of Secrets: passwords are made once a key, the rest is what a cell's claims would write. */
function secretsOf({ cell, clientSecret }: Wanted) {
  const made = new Map<string, string>()
  const given: Record<string, string> = {
    'cell-endpoints/cache-host': cellNames.cache,
    'cell-endpoints/database-host': cellNames.database,
    'cell-endpoints/files-bucket': bucket,
    'cell-endpoints/files-endpoint': `https://${cellNames.store}`,
    'cell-endpoints/database-ca': readFileSync(cell.authority, 'utf8'),
    'identity-provider/oidc-client-secret': clientSecret ?? '',
    'postgres-admin/host': 'postgres.paddock-data.svc.cluster.local',
    'postgres-admin/username': 'postgres',
  }
  return (secret: string, key: string): string => {
    const value = given[`${secret}/${key}`]
    if (value !== undefined) return value
    if (/^(master-|postgres-admin)/.test(secret)) return cell.passwords.database
    if (secret === 'valkey-admin') return cell.passwords.cache
    if (/^cell-.*-database$/.test(secret))
      return { host: cellNames.database, ca: readFileSync(cell.authority, 'utf8') }[key] ?? ''
    // The same password stands in the tenant's Secret and in that of its bootstrap.
    if (!made.has(key)) made.set(key, randomBytes(24).toString('hex'))
    return made.get(key) ?? ''
  }
}

function claimOf(tenant: string, name: string): string {
  const folder = join(work, `${tenant}-claims`, name)
  mkdirSync(folder, { recursive: true })
  if (name.includes('models')) cpSync(models, folder, { recursive: true })
  chmodSync(folder, 0o777)
  chownSync(folder, 10_002, 10_002)
  return folder
}

async function until(
  what: string,
  seconds: number,
  holds: () => Promise<boolean>,
  why: () => string,
): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(250))
    if (await holds().catch(() => false)) return
  throw new Error(`not within ${seconds} s: ${what}\n${why()}`)
}
