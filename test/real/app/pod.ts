import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
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
import { nameFiles, type PodNetwork, podNetwork } from './network.ts'

/** The surroundings that a cluster gives a pod. */
export interface Surroundings {
  readonly secret: SecretValue
  /** Files of a ConfigMap by name. */
  readonly configMap: (name: string) => Readonly<Record<string, string>>
  /** Folder of a volume claim. */
  readonly claim: (name: string) => string
  /** Address of each name that the pod may look up. */
  readonly names: Readonly<Record<string, string>>
  /** Containers that ask the API server, which is not there. */
  readonly without: readonly string[]
}

/** A pod whose init containers have ended; its containers run. */
export interface Pod {
  readonly name: string
  readonly address: string
  /** The output of a container so far. */
  log(container: string): string
  /** Process id of a container: that of its own first process. */
  pid(container: string): number
  /** Sends SIGTERM as the kubelet does, and waits; milliseconds until the last container ended. */
  stop(graceSeconds?: number): Promise<number>
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
  const running = new Map<string, ChildProcess>()
  const start = (container: Container) => {
    const child = startContainer(folder, container, spec, around, network, [
      ['ro', files.hosts, '/etc/hosts'],
      ['ro', files.resolv, '/etc/resolv.conf'],
      ...(container.volumeMounts ?? []).map(
        ({ name: volume, mountPath, readOnly }) =>
          [readOnly ? 'ro' : 'rw', volumes.get(volume) ?? missing(volume), mountPath] as const,
      ),
    ])
    running.set(container.name, child)
    return child
  }
  const logOf = (container: string) => readFileSync(join(folder, `${container}.log`), 'utf8')
  for (const container of spec.initContainers ?? []) {
    if (around.without.includes(container.name)) continue
    const code = await exit(start(container))
    if (code !== 0)
      throw new Error(`${name}: ${container.name} ended with ${code}: ${logOf(container.name).slice(-3000)}`)
    running.delete(container.name)
  }
  for (const container of spec.containers) start(container)
  const child = (container: string) => running.get(container) ?? missing(container)
  return {
    name,
    address: network.address,
    log: logOf,
    pid: (container) => child(container).pid ?? missing(container),
    ended: (container) => exit(child(container)),
    stop: async (graceSeconds = 30) => {
      const started = Date.now()
      await Promise.all([...running.values()].map((one) => end(one, graceSeconds)))
      return Date.now() - started
    },
  }
}

/** A pod of the same name in another test file has another. */
function freshFolder(name: string): string {
  for (let number = 1; ; number++) {
    const folder = join(work, number === 1 ? name : `${name}-again-${number}`)
    if (!existsSync(folder)) return folder
  }
}

function missing(name: string): never {
  throw new Error(`there is no ${name}`)
}

function makeVolume(folder: string, volume: Volume, spec: PodSpec, around: Surroundings): string {
  const { name, persistentVolumeClaim, configMap, secret } = volume
  if (persistentVolumeClaim) return around.claim(persistentVolumeClaim.claimName)
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
): ChildProcess {
  const image = imageOf(container.image ?? '')
  const file = join(folder, `${container.name}.mounts`)
  const all = [
    ...image.mounts.filter(([from]) => existsSync(from)).map(([from, to]) => ['ro', from, to]),
    ...mounts,
  ]
  // A folder before what lies in it.
  all.sort(([, , a = ''], [, , b = '']) => a.split('/').length - b.split('/').length)
  writeFileSync(file, all.map((mount) => `${mount.join(' ')}\n`).join(''))
  const env = { ...image.env, ...added, ...replaced(environmentOf(container, around.secret)) }
  const { runAsUser = 0, runAsGroup = runAsUser } = { ...spec.securityContext, ...container.securityContext }
  const [enter, ...rest] = network.enter
  const log = openSync(join(folder, `${container.name}.log`), 'a')
  // A runtime's pipe belongs to the user: nginx opens /dev/stdout once more.
  fchownSync(log, runAsUser, runAsGroup)
  return spawn(
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
}

function replaced(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, changed[name] ?? value]))
}

async function exit(child: ChildProcess): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode ?? 128
}

async function end(child: ChildProcess, graceSeconds: number): Promise<void> {
  const ended = exit(child)
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000)
  await ended
  clearTimeout(timer)
}
