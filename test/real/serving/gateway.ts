import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gatewayConfig } from '../../../charts/tenant/gateway/config.ts'
import { leave, routeHost } from '../../../charts/tenant/gateway/pod.ts'
import { modelList } from '../../../charts/tenant/gateway/tags.ts'
import type { ResolvedGateway } from '../../../lib/resolve/pod-types.ts'
import { servingTimes } from '../../../lib/resolve/serving-times.ts'
import { claimPort } from '../../support/ports.ts'
import { work } from './kubernetes.ts'

/** Starts real nginx with the gateway's configuration, but for ports, folders and the given times. */
export async function startGateway(
  gateway: ResolvedGateway,
  interceptorPort: number,
  change: Partial<
    Pick<ResolvedGateway, 'wakeSeconds' | 'responseHeaderSeconds' | 'readSeconds' | 'drainSeconds'>
  > = {},
) {
  const folder = mkdtempSync(join(work, 'gateway-'))
  const [run, scratch] = [join(folder, 'run'), join(folder, 'tmp')]
  for (const one of [run, scratch]) mkdirSync(one)
  const port = await claimPort()
  const { wakeSeconds, responseHeaderSeconds, readSeconds, drainSeconds } = { ...gateway, ...change }
  const file = join(folder, 'nginx.conf')
  const config = gatewayConfig({
    ...{ port, interceptorPort, host: routeHost, serverVersion: gateway.serverVersion, folder },
    ...{ runFolder: run, scratchFolder: scratch, accessLog: join(folder, 'access.log') },
    ...{ wakeSeconds, responseHeaderSeconds, readSeconds, drainSeconds, times: servingTimes },
  })
  // As root nginx would give its worker to another user, who may not enter the folder.
  writeFileSync(file, `user root;\n${config}`)
  writeFileSync(join(folder, 'tags.json'), modelList(gateway.models))
  writeFileSync(join(folder, leave.name), leave.text)
  const nginx = spawn('nginx', ['-e', 'stderr', '-c', file, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => nginx.once('exit', () => resolve()))
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break
    await sleep(100)
  }
  return {
    url,
    port,
    /** Ends it as the kubelet does: the hook, then the stop signal of the image. */
    end: async (leaveSeconds: number) => {
      const hook = spawn('sh', [join(folder, leave.name)], {
        env: { ...process.env, RUN: run, LEAVE_SECONDS: String(leaveSeconds) },
      })
      await new Promise((resolve) => hook.once('exit', resolve))
      nginx.kill('SIGQUIT')
      await gone
    },
    stop: () => nginx.kill('SIGTERM'),
  }
}
