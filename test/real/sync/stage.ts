import { join } from 'node:path'
import { x } from 'tinyexec'
import type { Cluster } from '../cluster/control-plane.ts'
import { gpuNodes } from '../cluster/nodes.ts'
import { openCluster, type Subject, work } from '../cluster/subject.ts'
import { startArgoCd } from './argocd.ts'
import { playMetrics } from './metrics.ts'
import { playOperators } from './operators.ts'
import { Repository } from './repository.ts'

const [kubernetes, argo] = ['PADDOCK_KUBERNETES', 'PADDOCK_ARGOCD'].map((name) => process.env[name] ?? '')

/** A cluster into which Argo CD brings what a repository holds. */
export interface Stage {
  readonly cluster: Cluster
  readonly repository: Repository
  /** Throws when a server has ended by itself, or an operator stumbled. */
  check(): void
  stop(): Promise<void>
}

/**
 * An empty cluster with nodes, a repository with its dist, Argo CD installed by its own bootstrap script, and fakes of
 * the operators and metrics-server.
 */
export async function openStage(subject: Subject): Promise<Stage> {
  const { name, spec, dist, objects } = subject
  const folder = join(work, name)
  const cluster = await openCluster(subject)
  const open: (() => Promise<void>)[] = [() => cluster.stop()]
  const stop = async () => {
    for (const end of open.reverse()) await end()
  }
  try {
    for (const node of gpuNodes(spec)) await cluster.api.send('POST', '/api/v1/nodes', node)
    const repository = new Repository(join(folder, 'repository'), name)
    await repository.create(dist)
    await bootstrap(repository, name, cluster)
    open.push(await playMetrics(cluster, folder))
    const operators = playOperators(cluster, objects)
    open.push(() => operators.stop())
    const argocd = await startArgoCd(argo ?? '', folder, cluster, objects)
    open.push(() => argocd.stop())
    const check = () => {
      for (const one of [cluster, argocd, operators]) one.check()
    }
    return { cluster, repository, check, stop }
  } catch (cause) {
    await stop()
    throw cause
  }
}

async function bootstrap(repository: Repository, name: string, { kubectl }: Cluster): Promise<void> {
  const { exitCode, stderr } = await x(
    'bash',
    [repository.bootstrap, '--cluster', name, '--context', 'verify'],
    {
      nodeOptions: {
        env: { ...process.env, KUBECONFIG: kubectl.kubeconfig, PATH: `${kubernetes}:${process.env['PATH']}` },
      },
    },
  )
  if (exitCode !== 0) throw new Error(stderr)
}
