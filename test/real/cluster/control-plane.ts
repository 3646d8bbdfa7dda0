import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { claimPorts } from '../../support/ports.ts'
import { Api } from './api.ts'
import { type Account, accounts, writeKubeconfig, writeTokens } from './kubeconfig.ts'
import { Kubectl } from './kubectl.ts'
import { type Server, startServer } from './processes.ts'
import { waitUntilNone } from './wait.ts'

/** A cluster to prove something on. */
export interface Cluster {
  readonly api: Api
  readonly kubectl: Kubectl
  /** Throws, with the end of its log, when a server has ended by itself. */
  check(): void
  stop(): Promise<void>
}

/** Whether KWOK runs. */
type Nodes = 'fake nodes' | 'no nodes'

const quick = ['--kube-api-qps=200', '--kube-api-burst=400']
const stages = new URL('stages.yaml', import.meta.url).pathname

/**
 * Starts etcd, the API server, the controllers, the scheduler and KWOK on free ports of the loopback interface,
 * empty, in a folder of their own. Admission plugins are those that EKS names: Kubernetes' defaults (PodSecurity,
 * ResourceQuota, LimitRanger, ValidatingAdmissionPolicy, Priority and the rest), NodeRestriction, and
 * ExtendedResourceToleration, by which a pod that asks for a GPU tolerates a taint of that name.
 *
 * @param binaries folder that `build` prints
 * @param controllerFlags of the controller manager; they prevail over those that are set here
 * @see https://docs.aws.amazon.com/eks/latest/userguide/platform-versions.html
 */
export async function startControlPlane(
  binaries: string,
  folder: string,
  controllerFlags: readonly string[] = [],
): Promise<Cluster> {
  const { cluster, config, keys, start } = await startApiServer(binaries, folder)
  const late = [
    start(
      'kube-controller-manager',
      ...['--kubeconfig', config.controllerManager, '--leader-elect=false', '--secure-port=0'],
      // A test does not wait as long as people do.
      ...[...quick, '--horizontal-pod-autoscaler-sync-period=2s'],
      ...['--use-service-account-credentials', `--service-account-private-key-file=${keys.private}`],
      `--root-ca-file=${join(folder, 'certificates', 'apiserver.crt')}`,
      ...controllerFlags,
    ),
    start(
      'kube-scheduler',
      ...['--kubeconfig', config.scheduler, '--leader-elect=false', '--secure-port=0', ...quick],
    ),
  ]
  return {
    ...cluster,
    check: () => {
      for (const server of late) server.check()
      cluster.check()
    },
    stop: async () => {
      for (const server of late) await server.stop()
      await cluster.stop()
    },
  }
}

/**
 * Starts etcd and the API server alone, with nothing that changes an object by itself: enough to ask whether an object
 * would be admitted.
 *
 * @param binaries folder that `build` prints
 */
export async function startBareServer(binaries: string, folder: string): Promise<Cluster> {
  return (await startApiServer(binaries, folder, 'no nodes')).cluster
}

async function startApiServer(binaries: string, folder: string, nodes: Nodes = 'fake nodes') {
  mkdirSync(folder, { recursive: true })
  const [etcdPort = 0, peerPort = 0, apiPort = 0] = await claimPorts(3)
  const { admin, controllerManager, scheduler } = accounts()
  const keys = writeServiceAccountKeys(folder)
  const tokens = join(folder, 'tokens.csv')
  writeTokens(tokens, [admin, controllerManager, scheduler])
  const configOf = (account: Account) =>
    writeKubeconfig(folder, account.user.replace(':', '-'), apiPort, account)
  const config = {
    admin: configOf(admin),
    controllerManager: configOf(controllerManager),
    scheduler: configOf(scheduler),
  }
  const start = (name: string, ...args: string[]) => startServer(folder, name, join(binaries, name), args)

  const etcdUrl = `http://127.0.0.1:${etcdPort}`
  const etcd = start('etcd', ...etcdFlags(folder, etcdUrl, `http://127.0.0.1:${peerPort}`))
  const apiServer = start('kube-apiserver', ...apiServerFlags(folder, etcdUrl, apiPort, tokens, keys))
  const cluster = await joinCluster(binaries, folder, config.admin, [etcd, apiServer], nodes)
  return { cluster, config, keys, start }
}

/** Joins a cluster that is there: starts KWOK for fake nodes, and a way to the API. */
export async function joinCluster(
  binaries: string,
  folder: string,
  kubeconfig: string,
  servers: readonly Server[] = [],
  nodes: Nodes = 'fake nodes',
): Promise<Cluster> {
  mkdirSync(folder, { recursive: true })
  const socket = join(folder, 'api.sock')
  const api = new Api(socket)
  const kubectl = new Kubectl(join(binaries, 'kubectl'), kubeconfig, folder)
  const running = [...servers]
  const check = () => {
    for (const server of running) server.check()
  }
  const ready = async () => {
    const said = await kubectl.run('get', '--raw', '/readyz')
    return said === 'ok' ? [] : [said]
  }
  const stop = async () => {
    for (const server of running.reverse()) await server.stop()
  }
  try {
    const missing = await waitUntilNone(ready, 60, check)
    if (missing.length > 0) throw new Error(`the API server is not ready: ${missing.join()}`)
    running.push(
      startServer(folder, 'kubectl-proxy', kubectl.program, [
        '--kubeconfig',
        kubeconfig,
        'proxy',
        // It refuses to pass on exec by itself; that must be the API server's part.
        '--reject-paths=^$',
        `--unix-socket=${socket}`,
      ]),
    )
    if (nodes === 'fake nodes')
      running.push(startServer(folder, 'kwok', join(binaries, 'kwok'), kwokFlags(kubeconfig)))
    const answers = async () => ((await api.get('/version')) ? [] : ['no version'])
    const silent = await waitUntilNone(answers, 30, check)
    if (silent.length > 0) throw new Error(`kubectl proxy does not answer: ${silent.join()}`)
  } catch (cause) {
    await stop()
    throw cause
  }
  return { api, kubectl, check, stop }
}

function etcdFlags(folder: string, client: string, peer: string): string[] {
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--quota-backend-bytes=4294967296',
    // The data is deleted.
    '--unsafe-no-fsync',
  ]
}

interface Keys {
  readonly private: string
  readonly public: string
}

function apiServerFlags(folder: string, etcd: string, port: number, tokens: string, keys: Keys): string[] {
  return [
    `--etcd-servers=${etcd}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${tokens}`,
    '--anonymous-auth=false',
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction,ExtendedResourceToleration',
    '--service-cluster-ip-range=10.96.0.0/12',
    '--allow-privileged=true',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${keys.public}`,
    `--service-account-signing-key-file=${keys.private}`,
  ]
}

function kwokFlags(kubeconfig: string): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--config=${stages}`,
    '--manage-all-nodes=false',
    '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
    '--node-ip=127.0.0.1',
    '--cidr=10.244.0.0/16',
    '--node-lease-duration-seconds=40',
    '--server-address=',
  ]
}

function writeServiceAccountKeys(folder: string): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keys = { private: join(folder, 'service-account.key'), public: join(folder, 'service-account.pub') }
  writeFileSync(keys.private, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  writeFileSync(keys.public, publicKey.export({ type: 'spki', format: 'pem' }))
  return keys
}
