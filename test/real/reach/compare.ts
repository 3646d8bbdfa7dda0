import { isIP } from 'node:net'
import type { Manifest } from '../../../lib/kube/object.ts'
import {
  opening,
  type Protocol,
  podReachesBlock,
  podReachesPod,
} from '../../../lib/verify/reachability/allows.ts'
import { type Block, parseBlock } from '../../../lib/verify/reachability/cidr.ts'
import { type NetworkModel, networkModel, type PodModel } from '../../../lib/verify/reachability/model.ts'
import { asValid } from '../../support/valid.ts'
import { allows, type Pair, podName } from './analyzer.ts'

/** Result of a comparison. */
export interface Comparison {
  /** Answers compared: pairs of ends, times protocols and ports. */
  readonly compared: number
  /** Of them open by both. */
  readonly open: number
  readonly different: readonly string[]
}

const certain = { kind: 'certain' } as const
const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP']

/** Holds np-guard's answer against Paddock's, at every port where either may change. */
export function compare(manifests: readonly Manifest[], pairs: readonly Pair[]): Comparison {
  const model = networkModel(asValid(manifests))
  const pods = new Map(
    model.pods
      .filter(({ hostNetwork }) => !hostNetwork)
      .map((pod) => [`${pod.namespace}/${podName(pod.owner)}`, pod]),
  )
  const ports = portsOf(model)
  const different: string[] = []
  let [compared, open] = [0, 0]
  for (const { from, to, allow } of pairs) {
    const theirs = allows(allow)
    for (const protocol of protocols) {
      for (const port of ports) {
        const expected = theirs(protocol, port)
        for (const ours of answers(model, pods, from, to, protocol, port)) {
          compared += 1
          if (ours && expected) open += 1
          if (ours !== expected)
            different.push(`${from} → ${to} ${protocol} ${port}: np-guard ${expected}, Paddock ${ours}`)
        }
      }
    }
  }
  return { compared, open, different }
}

/** Numbers next to which an answer may change. */
function portsOf({ policies, pods }: NetworkModel): number[] {
  const numbers = policies
    .flatMap(({ spec }) => [...(spec.ingress ?? []), ...(spec.egress ?? [])])
    .flatMap(({ ports = [] }) => ports)
    .flatMap(({ port, endPort }) => [port, endPort])
    .filter((port): port is number => typeof port === 'number')
  const named = pods.flatMap(({ namedPorts }) => Object.values(namedPorts))
  const near = [...numbers, ...named].flatMap((port) => [port - 1, port, port + 1])
  return [...new Set([1, ...near, 65_535])].filter((port) => port >= 1 && port <= 65_535)
}

/** One answer for pods; for a range of addresses those of its ends, which must be the same. */
function answers(
  model: NetworkModel,
  pods: ReadonlyMap<string, PodModel>,
  from: string,
  to: string,
  protocol: Protocol,
  port: number,
): boolean[] {
  const [source, target] = [pods.get(from), pods.get(to)]
  if (source && target) return [podReachesPod(model, source, target, port, protocol, certain) !== undefined]
  if (source)
    return endsOf(to).map((block) => podReachesBlock(model, source, block, port, protocol) !== undefined)
  if (!target) throw new Error(`neither ${from} nor ${to} is a pod of the question`)
  const at = { port, protocol, pod: target }
  return endsOf(from).map((block) => opening(model, 'Ingress', target, { block }, at, certain) !== undefined)
}

/** First and last address of `10.0.0.0-10.0.255.255`, or of a block. */
function endsOf(range: string): Block[] {
  const [first = '', last] = range.split('-')
  if (last !== undefined && isIP(first) && isIP(last)) return [parseBlock(first), parseBlock(last)]
  const block = parseBlock(range)
  return [
    { ...block, last: block.first },
    { ...block, first: block.last },
  ]
}
