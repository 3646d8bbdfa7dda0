import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { work } from './images.ts'

// `run` starts the tests in a network of their own, so ports are those of clusters and nothing of the machine is touched.
// A pod has a network namespace with one address, as in a cluster; what lies outside of the cluster has addresses here.

/** The next number of its kind: test files run one after the other, each in a process of its own. */
function next(kind: 'pod' | 'service'): number {
  const file = join(work, `last-${kind}`)
  const number = 1 + Number(existsSync(file) ? readFileSync(file, 'utf8') : 0)
  writeFileSync(file, String(number))
  return number
}

async function must(...command: readonly [string, ...string[]]): Promise<string> {
  const [program, ...args] = command
  const { exitCode, stdout, stderr } = await x(program, args)
  if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${stderr}${stdout}`)
  return stdout
}

/** Changes rules of the kernel, all of them or none. */
export async function nft(commands: string): Promise<void> {
  await must('nft', commands.trim())
}

/** A pod's network: its address, and the prefix of a command that runs in it. */
export interface PodNetwork {
  readonly address: string
  readonly enter: readonly [string, ...string[]]
  /** Ends all traffic without a word to either side. */
  cut(): Promise<void>
}

export async function podNetwork(): Promise<PodNetwork> {
  const pods = next('pod')
  const name = `pod${pods}`
  const base = `10.9.${10 + Math.floor(pods / 64)}`
  const offset = (pods % 64) * 4
  const [gateway, address] = [`${base}.${offset + 1}`, `${base}.${offset + 2}`]
  await must('ip', 'netns', 'add', name)
  await must('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
  await must('ip', 'address', 'add', `${gateway}/30`, 'dev', name)
  await must('ip', 'link', 'set', name, 'up')
  await must('ip', '-n', name, 'address', 'add', `${address}/30`, 'dev', 'eth0')
  await must('ip', '-n', name, 'link', 'set', 'eth0', 'up')
  await must('ip', '-n', name, 'link', 'set', 'lo', 'up')
  await must('ip', '-n', name, 'route', 'add', 'default', 'via', gateway)
  return {
    address,
    enter: ['ip', 'netns', 'exec', name],
    cut: () =>
      nft(`
        add table ip lost
        add chain ip lost forward { type filter hook forward priority 0; }
        add rule ip lost forward ip saddr ${address} drop
        add rule ip lost forward ip daddr ${address} drop`),
  }
}

/** An address for a server outside of pods. */
export async function serviceAddress(): Promise<string> {
  const address = `10.8.0.${next('service')}`
  await must('ip', 'address', 'add', `${address}/32`, 'dev', 'lo')
  return address
}

/** A folder with the /etc/hosts and /etc/resolv.conf of a pod: it knows these names and asks no server. */
export function nameFiles(
  folder: string,
  names: Readonly<Record<string, string>>,
): { hosts: string; resolv: string } {
  mkdirSync(folder, { recursive: true })
  const [hosts, resolv] = [`${folder}/hosts`, `${folder}/resolv.conf`]
  const lines = Object.entries({ localhost: '127.0.0.1', ...names }).map(([name, ip]) => `${ip} ${name}\n`)
  writeFileSync(hosts, lines.join(''))
  writeFileSync(resolv, 'nameserver 127.0.0.1\noptions attempts:1 timeout:1\n')
  return { hosts, resolv }
}
