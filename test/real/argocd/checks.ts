import { x } from 'tinyexec'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { readDist } from '../../support/dist.ts'

const program = process.env['PADDOCK_ARGOCD_CHECKS'] ?? ''
if (program === '') throw new Error('start these tests by `npm run verify:argocd`')

/** Asks Argo CD's own code. Throws with what it says when it refuses the request. */
export async function ask<Answer>(command: string, request: object): Promise<Answer> {
  const run = x(program, [command])
  run.process?.stdin?.end(JSON.stringify(request))
  const { exitCode, stdout, stderr } = await run
  if (exitCode !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Answer
}

/** Clusters with an Argo CD of ours. */
export const clusters = ['hub', 'us-east-1', 'us-west-2'] as const

/** `data` of a ConfigMap of Argo CD. */
export function settingsOf(cluster: string, name = 'argocd-cm'): Record<string, string> {
  const found = readDist(`${cluster}/platform/argocd/`)
    .flatMap(({ objects }) => objects)
    .find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)
  if (!found) throw new Error(`${cluster} has no ${name}`)
  return found['data'] as Record<string, string>
}

/** Objects of a folder of dist, of a kind when one is given. */
export function objectsOf(prefix: string, kind?: string): KubeObject[] {
  return readDist(prefix)
    .flatMap(({ objects }) => objects)
    .filter((object) => kind === undefined || object.kind === kind)
}
