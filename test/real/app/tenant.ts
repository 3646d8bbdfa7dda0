import { once } from 'node:events'
import { connect } from 'node:net'
import { cachePort } from '../../../lib/resolve/cache.ts'
import { ollamaPort } from '../../../lib/resolve/ollama.ts'
import { openWebuiPort } from '../../../lib/resolve/open-webui-scale.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../../lib/spec/index.ts'
import { bucket, type Cell, cellNames, makeCacheUser } from './cell.ts'
import { type Manifests, manifestsOf } from './manifests.ts'
import { serviceAddress } from './network.ts'
import type { Session, Site } from './page.ts'
import { signIn } from './page.ts'
import { type Pod, type Surroundings, startPod } from './pod.ts'
import { type Recorder, startRecorder } from './recorder.ts'
import { type Replicas, replicasOf } from './replicas.ts'
import { secretValues } from './secret-values.ts'
import { startService } from './service.ts'
import { until } from './until.ts'

/** The parts of a tenant of the test. */
export interface Wanted {
  readonly spec: TenantSpec
  readonly cluster: CompleteTenantClusterSpec
  readonly cell: Cell
  /** Pods of Open WebUI; one unless given. */
  readonly pods?: number
  /** Pods of each model server behind its Service; without it one, behind a recorder. */
  readonly modelPods?: number
  /** More names that pods may look up, such as that of an identity provider. */
  readonly names?: Readonly<Record<string, string>>
  /** Client secret at the identity provider. */
  readonly clientSecret?: string
}

/** A tenant whose pods run. */
export interface Tenant {
  readonly resolved: ResolvedTenant
  readonly manifests: Manifests
  /** Pods of Open WebUI. */
  readonly pods: readonly Pod[]
  readonly openWebui: Replicas
  readonly bus?: Replicas
  /** First pod of each model server. */
  readonly ollama: Readonly<Record<string, Pod>>
  readonly models: Readonly<Record<string, Replicas>>
  /** Address of a pod of Open WebUI, or of the Service of all. */
  site(pod?: number | 'service'): Site
  /** Signs in the administrator of a tenant without a provider. */
  administrator(pod?: number | 'service'): Promise<Session>
  /** Requests to all model servers since the last call; none where they are behind a Service. */
  take: Recorder['take']
  /** Starts one more pod of Open WebUI. */
  add(): Promise<Pod>
  /** Runs the migration Job again. */
  migrate(): Promise<void>
  stop(): Promise<void>
}

/** Starts a tenant from nothing: its roles and schema, users of the caches, model servers, migration, application. */
export async function startTenant(wanted: Wanted): Promise<Tenant> {
  const manifests = manifestsOf(wanted.spec, wanted.cluster)
  const { resolved } = manifests
  const names: Record<string, string> = {
    [cellNames.cache]: wanted.cell.cache,
    [cellNames.database]: wanted.cell.database,
    [cellNames.store]: wanted.cell.store,
    [`${bucket}.${cellNames.store}`]: wanted.cell.store,
    'postgres.paddock-data.svc.cluster.local': wanted.cell.database,
    'valkey.paddock-data.svc.cluster.local': wanted.cell.localCache,
    ...wanted.names,
  }
  const secrets = secretValues(wanted.cell, wanted.clientSecret)
  const around: Surroundings = {
    secret: secrets,
    configMap: manifests.configMap,
    claim: manifests.claim,
    names,
    without: ['stop-other-versions'],
  }
  const id = resolved.id
  const start = (kind: string, begins: string, name = begins) =>
    startPod(`${id}-${name}`, manifests.pod(kind, begins), around)
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
  const bus = resolved.bus
    ? replicasOf(
        await startService(cachePort, cachePort),
        (number) => start('Deployment', 'bus', numbered('bus', number)),
        (pod) => listens(pod, cachePort),
      )
    : undefined
  if (bus) {
    names['bus'] = bus.service.address
    await bus.add()
  }
  const recorders: Recorder[] = []
  const models = Object.fromEntries(
    await Promise.all(
      resolved.ollama.map(async ({ nodeClass }) => {
        const name = `ollama-${nodeClass}`
        const replicas = replicasOf(
          await startService(ollamaPort, ollamaPort),
          (number) => start('Deployment', name, numbered(name, number)),
          (pod) => logs(pod, 'ollama', /is loaded/),
        )
        await Promise.all(Array.from({ length: wanted.modelPods ?? 1 }, replicas.add))
        names[name] = replicas.service.address
        if (!wanted.modelPods) {
          const upstream = { host: replicas.service.address, port: ollamaPort }
          const recorder = await startRecorder(await serviceAddress(), upstream)
          recorders.push(recorder)
          names[name] = recorder.address
        }
        return [name, replicas] as const
      }),
    ),
  )
  const migrate = () => job('migrate', 'migrate')
  await migrate()
  const openWebui = replicasOf(
    await startService(80, openWebuiPort),
    (number) => start('Deployment', 'open-webui', `open-webui-${number}`),
    (pod) =>
      until(
        `${pod.name} is ready`,
        400,
        async () => (await fetch(`http://${pod.address}:${openWebuiPort}/ready`)).ok,
        () => pod.log('open-webui').slice(-4000),
      ),
  )
  await Promise.all(Array.from({ length: wanted.pods ?? 1 }, openWebui.add))
  const site = (pod: number | 'service' = 0): Site => ({
    url:
      pod === 'service'
        ? `http://${openWebui.service.address}`
        : `http://${openWebui.pods[pod]?.address}:${openWebuiPort}`,
    origin: String(resolved.openWebui.env['WEBUI_URL']),
  })
  const all = [openWebui, ...Object.values(models), ...(bus ? [bus] : [])]
  return {
    resolved,
    manifests,
    pods: openWebui.pods,
    openWebui,
    ...(bus ? { bus } : {}),
    ollama: Object.fromEntries(
      Object.entries(models).flatMap(([name, { pods }]) => pods.slice(0, 1).map((pod) => [name, pod])),
    ),
    models,
    site,
    administrator: (pod) =>
      signIn(
        site(pod),
        String(resolved.openWebui.env['WEBUI_ADMIN_EMAIL']),
        secrets(resolved.secrets.name, 'admin-password'),
      ),
    take: () => recorders.flatMap((recorder) => recorder.take()),
    add: openWebui.add,
    migrate,
    stop: async () => {
      await Promise.all(all.map((replicas) => replicas.stop()))
      await Promise.all(recorders.map((recorder) => recorder.stop()))
      manifests.remove()
    },
  }
}

function numbered(name: string, number: number): string {
  return number === 0 ? name : `${name}-${number}`
}

/** Waits until a container has written a line. */
function logs(pod: Pod, container: string, line: RegExp): Promise<void> {
  return until(
    `${pod.name} logs ${line}`,
    180,
    () => line.test(pod.log(container)),
    () => pod.log(container).slice(-4000),
  )
}

function listens(pod: Pod, port: number): Promise<void> {
  return until(`${pod.name} listens at ${port}`, 60, async () => {
    const socket = connect(port, pod.address)
    await once(socket, 'connect')
    socket.destroy()
    return true
  })
}
