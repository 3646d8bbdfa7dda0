import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  fchownSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Container, PodSpec, Volume } from '../../../lib/kube/types/kubernetes.ts'
import { added, changed } from './changes.ts'
import { environmentOf, type SecretValue } from './environment.ts'
import { imageOf, work } from './images.ts'
import { type ContainerEnd, endContainer, exitOf, type Running, stopProcess } from './lifecycle.ts'
import { nameFiles, type PodNetwork, podNetwork } from './network.ts'

/** The surroundings that a cluster gives a pod. */
export interface Surroundings {
  readonly secret: SecretValue
  /** Files of a ConfigMap by name. */
  readonly configMap: (name: string) => Readonly<Record<string, string>>
  /** Folder of a volume claim. */
  readonly claim: (name: string) => string
  /** Folder that takes the place of a folder of the node. */
  readonly node?: string
  /** Address of each name that the pod may look up. */
  readonly names: Readonly<Record<string, string>>
  /** Containers that ask the API server, which is not there. */
  readonly without: readonly string[]
  /** Variables of dist that are changed; those of changes.ts unless given. */
  readonly changed?: Readonly<Record<string, string>>
}

/** A pod whose init containers have ended; its containers run. */
export interface Pod {
  readonly name: string
  readonly address: string
  /** The output of a container so far. */
  log(container: string): string
  /** Process id of a container: that of its own first process. */
  pid(container: string): number
  /** The output of a container's preStop hook so far. */
  hookLog(container: string): string
  /** Ends all containers at once as the kubelet does, with their hooks and the grace period of dist. */
  terminate(): Promise<Readonly<Record<string, ContainerEnd>>>
  /** Sends SIGTERM without any hook, and waits; milliseconds until the last container ended. */
  stop(graceSeconds?: number): Promise<number>
  /** Its node is lost: no packet reaches it or leaves it, and its processes are killed. */
  lose(): Promise<void>
  /** Exit code of a container that ends by itself. */
  ended(container: string): Promise<number>
}

/** Runs a pod as dist has it, with programs in place of images. */
export async function startPod(name: string, spec: PodSpec, around: Surroundings): Promise<Pod> {
  const folder = freshFolder(name)
  const network = await podNetwork()
  const files = nameFiles(folder, around.names)
  const volumes = new Map(
    (spec.volumes ?? []).map((volume) => [volume.name, makeVolume(folder, volume, spec, around)]),
  )
  const running = new Map<string, Running>()
  const start = (container: Container) => {
    const started = startContainer(folder, container, spec, around, network, [
      ['ro', files.hosts, '/etc/hosts'],
      ['ro', files.resolv, '/etc/resolv.conf'],
      ...(container.volumeMounts ?? []).map(
        ({ name: volume, mountPath, readOnly }) =>
          [readOnly ? 'ro' : 'rw', volumes.get(volume) ?? missing(volume), mountPath] as const,
      ),
    ])
    running.set(container.name, started)
    return started.child
  }
  const text = (file: string) =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : ''
  const logOf = (container: string) => text(`${container}.log`)
  for (const container of spec.initContainers ?? []) {
    if (around.without.includes(container.name)) continue
    const code = await exitOf(start(container))
    if (code !== 0)
      throw new Error(`${name}: ${container.name} ended with ${code}: ${logOf(container.name).slice(-3000)}`)
    running.delete(container.name)
  }
  for (const container of spec.containers) start(container)
  const child = (container: string) => running.get(container)?.child ?? missing(container)
  const all = () => [...running.values()]
  return {
    name,
    address: network.address,
    log: logOf,
    pid: (container) => child(container).pid ?? missing(container),
    hookLog: (container) => text(`${container}.hook.log`),
    ended: (container) => exitOf(child(container)),
    terminate: async () => {
      const grace = spec.terminationGracePeriodSeconds ?? 30
      const ends = all().map(async (one) => [one.container.name, await endContainer(one, grace)] as const)
      return Object.fromEntries(await Promise.all(ends))
    },
    stop: async (graceSeconds = 30) => {
      const started = Date.now()
      await Promise.all(all().map((one) => stopProcess(one.child, 'SIGTERM', graceSeconds * 1000)))
      return Date.now() - started
    },
    lose: async () => {
      await network.cut()
      await Promise.all(all().map((one) => stopProcess(one.child, 'SIGKILL', 0)))
    },
  }
}

/** Makes a folder; a pod of the same name in another test file has another. */
function freshFolder(name: string): string {
  for (let number = 1; ; number++) {
    const folder = join(work, number === 1 ? name : `${name}-again-${number}`)
    if (existsSync(folder)) continue
    mkdirSync(folder)
    return folder
  }
}

function missing(name: string): never {
  throw new Error(`there is no ${name}`)
}

function makeVolume(folder: string, volume: Volume, spec: PodSpec, around: Surroundings): string {
  const { name, persistentVolumeClaim, configMap, hostPath, secret } = volume
  if (persistentVolumeClaim) return around.claim(persistentVolumeClaim.claimName)
  if (hostPath) return around.node ?? missing(hostPath.path)
  const path = join(folder, 'volumes', name)
  mkdirSync(path, { recursive: true })
  const files = configMap
    ? Object.entries(around.configMap(configMap.name ?? ''))
    : (secret?.items ?? []).map(
        (item) => [item.path, around.secret(secret?.secretName ?? '', item.key)] as const,
      )
  for (const [file, text] of files) writeFileSync(join(path, file), text)
  if (!configMap && !secret) {
    chmodSync(path, 0o777)
    const { runAsUser = 0, runAsGroup = runAsUser, fsGroup = runAsGroup } = spec.securityContext ?? {}
    chownSync(path, runAsUser, fsGroup)
  }
  return path
}

function startContainer(
  folder: string,
  container: Container,
  spec: PodSpec,
  around: Surroundings,
  network: PodNetwork,
  mounts: readonly (readonly [mode: 'ro' | 'rw', from: string, to: string])[],
): Running {
  const image = imageOf(container.image ?? '')
  const file = join(folder, `${container.name}.mounts`)
  const all = [
    ...image.mounts.filter(([from]) => existsSync(from)).map(([from, to]) => ['ro', from, to]),
    ...mounts,
  ]
  // A folder before what lies in it.
  all.sort(([, , a = ''], [, , b = '']) => a.split('/').length - b.split('/').length)
  writeFileSync(file, all.map((mount) => `${mount.join(' ')}\n`).join(''))
  const env = { ...image.env, ...added, ...replaced(environmentOf(container, around.secret), around.changed) }
  const { runAsUser = 0, runAsGroup = runAsUser } = { ...spec.securityContext, ...container.securityContext }
  const [enter, ...rest] = network.enter
  const log = openSync(join(folder, `${container.name}.log`), 'a')
  // A runtime's pipe belongs to the user: nginx opens /dev/stdout once more.
  fchownSync(log, runAsUser, runAsGroup)
  const child = spawn(
    enter,
    [
      ...rest,
      ...['unshare', '--mount', 'bash', join(import.meta.dirname, 'container.sh')],
      ...[image.root, `${runAsUser}:${runAsGroup}`, container.workingDir ?? '/', file],
      ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
      ...(container.command ?? []),
      ...(container.args ?? []),
    ],
    { stdio: ['ignore', log, log], env: { PATH: process.env['PATH'] } },
  )
  const hookLog = join(folder, `${container.name}.hook.log`)
  return {
    container,
    child,
    user: runAsUser,
    group: runAsGroup,
    env,
    stopSignal: image.stopSignal ?? 'SIGTERM',
    hookLog,
  }
}

function replaced(
  env: Readonly<Record<string, string>>,
  by: Readonly<Record<string, string>> = changed,
): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, by[name] ?? value]))
}
