import type { KubeObject } from '../kube/object.ts'
import type { ResolvedNodeGroup } from '../resolve/fleet.ts'
import { field, list, ofKind, parseDuration, text } from './objects.ts'

/** Timers and choices of the cluster autoscaler. Seconds. */
export interface NodeRules {
  readonly scanSeconds: number
  /** A node must have been unneeded for so long. */
  readonly unneededSeconds: number
  /** After a node was added, none is removed for so long. */
  readonly delayAfterAddSeconds: number
  /** A group that could not deliver a node is left out for so long. */
  readonly backoffSeconds: number
  /** A node that holds requests for less than this share is unneeded, if its pods fit elsewhere. */
  readonly unneededShare: number
  /** A group's priority; groups of the highest are chosen first. Undefined: the group never grows. */
  priorityOf(group: Pick<ResolvedNodeGroup, 'name'>): number | undefined
}

/**
 * Reads the cluster autoscaler's rules from its Deployment and its ConfigMap of priorities; flags that are not set have
 * their defaults of 1.36.
 *
 * @param objects those of the component
 * @param prefix of node groups' names in AWS; EKS names an Auto Scaling group `eks-<node group>-<id>`
 * @see https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/FAQ.md
 */
export function nodeRules(objects: readonly KubeObject[], prefix: string): NodeRules {
  const args = ofKind(objects, 'Deployment').flatMap((deployment) =>
    list(deployment, 'spec', 'template', 'spec', 'containers', 0, 'args').map(String),
  )
  const flag = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
  const duration = (name: string, fallback: number) => parseDuration(flag(name)) ?? fallback
  const priorities = parsePriorities(
    ofKind(objects, 'ConfigMap')
      .map((map) => text(field(map, 'data'), 'priorities'))
      .join('\n'),
  )
  return {
    scanSeconds: duration('scan-interval', 10),
    unneededSeconds: duration('scale-down-unneeded-time', 600),
    delayAfterAddSeconds: duration('scale-down-delay-after-add', 600),
    backoffSeconds: duration('initial-node-group-backoff-duration', 300),
    unneededShare: Number(flag('scale-down-utilization-threshold') ?? 0.5),
    priorityOf: ({ name }) => {
      const matching = priorities.filter(({ pattern }) => pattern.test(`eks-${prefix}-${name}-0`))
      return matching.length === 0 ? undefined : Math.max(...matching.map(({ priority }) => priority))
    },
  }
}

/** The map's one key holds YAML: a priority, and below it patterns of Auto Scaling groups' names. */
function parsePriorities(yaml: string): readonly { readonly priority: number; readonly pattern: RegExp }[] {
  let priority = 0
  return yaml.split('\n').flatMap((line) => {
    const [, head] = /^([0-9]+):\s*$/.exec(line) ?? []
    if (head !== undefined) priority = Number(head)
    const [, pattern] = /^\s*-\s*'?([^']+?)'?\s*$/.exec(line) ?? []
    return pattern === undefined ? [] : [{ priority, pattern: new RegExp(pattern) }]
  })
}
