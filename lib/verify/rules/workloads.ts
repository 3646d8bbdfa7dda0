import { isRecord } from '../record.ts'
import { distinct, listAt, mapAt, mapsAt, type Rule, textAt, unless, type Value } from '../strict/rule.ts'
import { mounted } from './pods.ts'

/** Whether a selector with nothing but labels selects a pod. */
function selectsAll(selector: Value, labels: Value): boolean {
  const expressions = mapsAt(selector, 'matchExpressions').every(([, one]) => {
    const label = labels[textAt(one, 'key')]
    const isListed = listAt(one, 'values').includes(label)
    switch (one['operator']) {
      case 'In':
        return isListed
      case 'NotIn':
        return !isListed
      case 'Exists':
        return label !== undefined
      default:
        return label === undefined
    }
  })
  return (
    expressions && Object.entries(mapAt(selector, 'matchLabels')).every(([key, one]) => labels[key] === one)
  )
}

/** The selector of a workload is not empty and selects its own pods. */
export const ownPods: Rule = (value) => {
  const selector = mapAt(value, 'selector')
  const labels = mapAt(mapAt(mapAt(value, 'template'), 'metadata'), 'labels')
  const filled = [...Object.keys(mapAt(selector, 'matchLabels')), ...listAt(selector, 'matchExpressions')]
  return [
    ...unless(filled.length > 0, '/selector', 'selects every pod'),
    ...unless(selectsAll(selector, labels), '/template/metadata/labels', 'is not selected by the selector'),
  ]
}

/** Pods of a workload that is always there start again. */
const alwaysRestarted: Rule = (value) => {
  const spec = mapAt(mapAt(value, 'template'), 'spec')
  return [
    ...unless(
      ['', 'Always'].includes(textAt(spec, 'restartPolicy')),
      '/template/spec/restartPolicy',
      'must be Always',
    ),
    ...unless(
      spec['activeDeadlineSeconds'] === undefined,
      '/template/spec/activeDeadlineSeconds',
      'is for pods of Jobs',
    ),
  ]
}

const isZero = (value: unknown) => value === 0 || /^0+%$/.test(String(value))

const deployment: Rule = (value) => {
  const strategy = mapAt(value, 'strategy')
  const { maxSurge, maxUnavailable } = mapAt(strategy, 'rollingUpdate')
  const { progressDeadlineSeconds = 600, minReadySeconds = 0 } = value as Readonly<Record<string, number>>
  return [
    ...unless(
      strategy['type'] !== 'Recreate' || strategy['rollingUpdate'] === undefined,
      '/strategy/rollingUpdate',
      'is not for the strategy Recreate',
    ),
    ...unless(
      !(isZero(maxSurge) && isZero(maxUnavailable)),
      '/strategy/rollingUpdate/maxUnavailable',
      'cannot be 0 when maxSurge is 0',
    ),
    ...unless(
      progressDeadlineSeconds > minReadySeconds,
      '/progressDeadlineSeconds',
      'must be more than minReadySeconds',
    ),
  ]
}

const daemons: Rule = (value) => {
  const strategy = mapAt(value, 'updateStrategy')
  const { maxSurge = 0, maxUnavailable = 1 } = mapAt(strategy, 'rollingUpdate')
  if (strategy['type'] === 'OnDelete' || strategy['rollingUpdate'] === undefined) return []
  return [
    ...unless(
      isZero(maxSurge) || isZero(maxUnavailable),
      '/updateStrategy/rollingUpdate/maxSurge',
      'needs a maxUnavailable of 0',
    ),
    ...unless(
      !(isZero(maxSurge) && isZero(maxUnavailable)),
      '/updateStrategy/rollingUpdate/maxUnavailable',
      'cannot be 0 when maxSurge is 0',
    ),
  ]
}

const statefulSet: Rule = (value) => {
  const strategy = mapAt(value, 'updateStrategy')
  const { maxUnavailable } = mapAt(strategy, 'rollingUpdate')
  return [
    ...unless(
      strategy['type'] !== 'OnDelete' || strategy['rollingUpdate'] === undefined,
      '/updateStrategy/rollingUpdate',
      'is not for the strategy OnDelete',
    ),
    ...unless(!isZero(maxUnavailable), '/updateStrategy/rollingUpdate/maxUnavailable', 'cannot be 0'),
  ]
}

const budget: Rule = (value) =>
  unless(
    value['minAvailable'] === undefined || value['maxUnavailable'] === undefined,
    '/maxUnavailable',
    'may not be there with minAvailable',
  )

/** Volumes that a set claims differ in their names. */
const claims: Rule = (value) =>
  distinct(
    mapsAt(value, 'volumeClaimTemplates').filter(([, one]) => isRecord(one['metadata'])),
    (one) => textAt(mapAt(one, 'metadata'), 'name') || undefined,
    'name',
  )

/** Rules on workloads, by definition. */
export const workloadRules: Readonly<Record<string, readonly Rule[]>> = {
  DaemonSetSpec: [ownPods, mounted, alwaysRestarted, daemons],
  DeploymentSpec: [ownPods, mounted, alwaysRestarted, deployment],
  PodDisruptionBudgetSpec: [budget],
  StatefulSetSpec: [ownPods, mounted, alwaysRestarted, statefulSet, claims],
}
