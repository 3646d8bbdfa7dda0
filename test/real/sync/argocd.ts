import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { claimPorts } from '../../support/ports.ts'
import type { Cluster } from '../cluster/control-plane.ts'
import { type Server, startServer } from '../cluster/processes.ts'

/** Argo CD's servers, outside of the cluster that they sync. */
export interface ArgoCd {
  /** Throws, with the end of its log, when a server has ended by itself. */
  check(): void
  stop(): Promise<void>
}

interface Container {
  readonly name: string
  readonly args?: readonly string[]
  readonly env?: readonly {
    readonly name: string
    readonly value?: string
    readonly valueFrom?: { readonly configMapKeyRef?: { readonly name: string; readonly key: string } }
  }[]
}

/**
 * Starts the repository server and the application controller with the settings that dist gives their containers, and
 * a cache; where they find each other is all that differs. The controller has the rights of its own service account.
 *
 * @param binaries folder that `build` prints
 */
export async function startArgoCd(
  binaries: string,
  folder: string,
  cluster: Cluster,
  objects: readonly KubeObject[],
): Promise<ArgoCd> {
  const home = join(folder, 'home')
  await writeOwnKubeconfig(home, cluster)
  const [cache = 0, repo = 0, repoMetrics = 0, metrics = 0] = await claimPorts(4)
  const start = (name: string, flags: readonly string[]): Server => {
    const container = containerOf(name, objects)
    return startServer(
      folder,
      name,
      join(binaries, 'argocd'),
      [...withoutSentinels(container.args?.slice(1) ?? []), `--redis=127.0.0.1:${cache}`, ...flags],
      {
        ...environment(container, objects),
        ARGOCD_BINARY_NAME: name,
        // `https://kubernetes.default.svc` is where the kubeconfig says.
        ARGOCD_FAKE_IN_CLUSTER: 'true',
        HOME: home,
        KUBECACHEDIR: join(folder, 'kubecache'),
        PATH: `${binaries}:${process.env['PATH']}`,
        TMPDIR: folder,
      },
    )
  }
  const servers = [
    startServer(folder, 'cache', join(binaries, 'cache'), [`127.0.0.1:${cache}`]),
    start('argocd-repo-server', [
      '--address=127.0.0.1',
      `--port=${repo}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${repoMetrics}`,
    ]),
    start('argocd-application-controller', [
      '--namespace=argocd',
      `--repo-server=127.0.0.1:${repo}`,
      `--metrics-port=${metrics}`,
    ]),
  ]
  return {
    check: () => {
      for (const server of servers) server.check()
    },
    stop: async () => {
      for (const server of servers.reverse()) await server.stop()
    },
  }
}

/** The way to the API server in a home, as the controller's own service account. */
async function writeOwnKubeconfig(home: string, { kubectl }: Cluster): Promise<void> {
  const token = await kubectl.run(
    ...['--namespace', 'argocd', 'create', 'token', 'argocd-application-controller', '--duration', '2h'],
  )
  const config = parse(readFileSync(kubectl.kubeconfig, 'utf8')) as {
    users: { name: string; user: { token: string } }[]
  }
  for (const { user } of config.users) user.token = token.trim()
  mkdirSync(join(home, '.kube'), { recursive: true })
  writeFileSync(join(home, '.kube', 'config'), stringify(config), { mode: 0o600 })
}

function containerOf(name: string, objects: readonly KubeObject[]): Container {
  const workload = objects.find(
    ({ kind, metadata }) => ['Deployment', 'StatefulSet'].includes(kind) && metadata.name === name,
  )
  const { template } = (workload?.['spec'] ?? {}) as {
    template?: { spec: { containers: readonly Container[] } }
  }
  const container = template?.spec.containers.find((one) => one.name === name)
  if (!container) throw new Error(`dist has no container named ${name}`)
  return container
}

function withoutSentinels(args: readonly string[]): string[] {
  return args.filter(
    (arg, index) => !arg.startsWith('--sentinel') && !args[index - 1]?.startsWith('--sentinel'),
  )
}

/** Settings of dist; Secrets have only the cache's password. */
function environment({ env = [] }: Container, objects: readonly KubeObject[]): Record<string, string> {
  const set = env.flatMap(({ name, value, valueFrom }): [string, string][] => {
    if (value !== undefined) return [[name, value]]
    const { name: map, key } = valueFrom?.configMapKeyRef ?? { name: '', key: '' }
    const found = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === map)
    const text = (found?.['data'] as Record<string, string> | undefined)?.[key]
    return text === undefined ? [] : [[name, text]]
  })
  return Object.fromEntries(set)
}
