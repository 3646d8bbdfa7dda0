import { execFileSync } from 'node:child_process'
import type { KubeObject, Manifest } from '../../../lib/kube/object.ts'
import { podTemplate } from '../../../lib/verify/reachability/model.ts'
import { validObject } from '../../support/valid.ts'

/** One direction between two pods (`namespace/name`), or between a pod and a range of addresses. */
export interface Pair {
  readonly from: string
  readonly to: string
  /** As np-guard writes it: `All Connections`, or `TCP 80,443,UDP 53`. */
  readonly allow: string
}

/** Name of a workload's pod in the question: `deployment.open-webui`. */
export function podName(owner: string): string {
  return owner.replace('/', '.').toLowerCase()
}

/** np-guard's answers to sets of objects, one for each set. Throws if it refuses one. */
export function askAnalyzer(sets: readonly (readonly Manifest[])[]): Pair[][] {
  const program = process.env['PADDOCK_REACH']
  if (!program) throw new Error('PADDOCK_REACH names no program: start this by npm run verify:reach')
  const input = sets.map((manifests) => `${JSON.stringify({ objects: question(manifests) })}\n`).join('')
  const lines = execFileSync(program, { input, encoding: 'utf8', maxBuffer: 2 ** 30 })
    .trimEnd()
    .split('\n')
  if (lines.length !== sets.length) throw new Error(`${lines.length} answers to ${sets.length} questions`)
  return lines.map((line) => {
    const { pairs, error } = JSON.parse(line) as { pairs: Pair[] | null; error?: string }
    if (error !== undefined) throw new Error(error)
    return pairs ?? []
  })
}

/** Namespaces and policies as they are, and a pod for each workload; a namespace that is only named is made. */
function question(manifests: readonly Manifest[]): KubeObject[] {
  const objects = manifests.flatMap((one) => one.objects)
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy')
  const pods = objects.flatMap((object, index) => {
    const template = podTemplate(validObject(object))
    if (!template || template.spec?.hostNetwork) return []
    const { name, namespace = 'default' } = object.metadata
    const pod = podName(`${object.kind}/${name}`)
    return [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: pod, namespace, labels: template.metadata?.labels ?? {} },
        spec: {
          containers: template.spec?.containers.map(({ name: container, ports }) => ({
            name: container,
            ports,
          })),
        },
        // Addresses that no policy names: labels alone distinguish pods.
        status: {
          hostIP: '203.0.113.254',
          podIPs: [{ ip: `198.18.${Math.floor(index / 250)}.${(index % 250) + 1}` }],
        },
      },
    ]
  })
  const made = new Map(
    objects.flatMap(({ kind, metadata }) =>
      kind === 'Namespace' ? [[metadata.name, metadata.labels ?? {}]] : [],
    ),
  )
  const used = [...policies, ...pods].map(({ metadata }) => metadata.namespace ?? 'default')
  const namespaces = [...new Set([...made.keys(), ...used])].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { ...made.get(name), 'kubernetes.io/metadata.name': name } },
  }))
  return [...namespaces, ...pods, ...policies]
}

/** Whether np-guard's text allows a port. */
export function allows(text: string): (protocol: string, port: number) => boolean {
  if (text === 'No Connections') return () => false
  if (text === 'All Connections') return () => true
  const ranges: { protocol: string; first: number; last: number }[] = []
  let protocol = ''
  for (const part of text.split(',')) {
    const [, named, first = '', last = first] = /^(?:([A-Z]+) )?(\d+)(?:-(\d+))?$/.exec(part) ?? []
    if (first === '') throw new Error(`np-guard wrote "${text}", which this reader does not know`)
    protocol = named ?? protocol
    ranges.push({ protocol, first: Number(first), last: Number(last) })
  }
  return (of, port) =>
    ranges.some((range) => range.protocol === of && range.first <= port && port <= range.last)
}
