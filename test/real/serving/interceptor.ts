import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { claimPorts } from '../../support/ports.ts'
import { type Server, startServer } from '../cluster/processes.ts'
import { waitUntilNone } from '../cluster/wait.ts'
import { programs, work } from './kubernetes.ts'
import { gatewayEnvironment } from './tenants.ts'

/** A running interceptor. */
export interface Interceptor {
  readonly port: number
  readonly countsPort: number
  readonly server: Server
  /** Requests in flight by route, as KEDA reads them. */
  readonly counts: () => Promise<Record<string, number>>
}

/**
 * Starts the real interceptor with the environment of dist, but for ports. `hosts` takes the place of the cluster's name
 * service: the names of Services, each at the loopback address. `change` replaces variables.
 */
export async function startInterceptor(
  name: string,
  objects: readonly KubeObject[],
  kubeconfig: string,
  hosts: readonly string[],
  change: Readonly<Record<string, string>> = {},
): Promise<Interceptor> {
  const [port = 0, countsPort = 0] = await claimPorts(2)
  const folder = join(work, name)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'hosts')
  writeFileSync(file, `127.0.0.1 localhost ${hosts.join(' ')}\n`)
  const start = join(folder, 'start')
  writeFileSync(start, '#!/bin/sh\nmount --bind "$1" /etc/hosts\nexec "$2" --zap-log-level=info\n')
  chmodSync(start, 0o755)
  const server = startServer(
    folder,
    'interceptor',
    'unshare',
    ['--mount', start, file, join(programs, 'interceptor')],
    {
      PATH: process.env['PATH'] ?? '',
      KUBECONFIG: kubeconfig,
      ...gatewayEnvironment(objects, 'interceptor'),
      KEDA_HTTP_ADMIN_PORT: String(countsPort),
      KEDA_HTTP_PROXY_PORT: String(port),
      ...change,
    },
  )
  const counts = async () => {
    const answer = await fetch(`http://127.0.0.1:${countsPort}/queue`)
    const all = (await answer.json()) as Record<string, { Concurrency: number }>
    return Object.fromEntries(Object.entries(all).map(([key, { Concurrency }]) => [key, Concurrency]))
  }
  return { port, countsPort, server, counts }
}

/** Waits until it is ready. @throws with what is missing after `seconds` */
export async function ready({ countsPort, server }: Interceptor, seconds = 30): Promise<void> {
  const missing = await waitUntilNone(
    async () => {
      const { status } = await fetch(`http://127.0.0.1:${countsPort}/readyz`)
      return status === 200 ? [] : [`readyz answers ${status}`]
    },
    seconds,
    () => server.check(),
  )
  if (missing.length > 0) throw new Error(missing.join())
}
