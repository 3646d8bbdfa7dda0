import { isRecord } from '../record.ts'
import {
  distinct,
  has,
  inEach,
  listAt,
  mapAt,
  mapsAt,
  type Problem,
  type Rule,
  textAt,
  unless,
  type Value,
} from '../strict/rule.ts'
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
const ownPods: Rule = (value) => {
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

const job: Rule = (value) => {
  const spec = mapAt(mapAt(value, 'template'), 'spec')
  const indexed = value['completionMode'] === 'Indexed'
  const restart = textAt(spec, 'restartPolicy')
  const byIndex = value['backoffLimitPerIndex'] !== undefined
  return [
    ...unless(
      restart === 'Never' || restart === 'OnFailure',
      '/template/spec/restartPolicy',
      'must be Never or OnFailure in a Job',
    ),
    ...unless(
      !indexed || value['completions'] !== undefined,
      '/completions',
      'is needed by the mode Indexed',
    ),
    ...unless(
      !indexed || Number(value['completions']) <= 100_000 || Number(value['parallelism'] ?? 1) <= 10_000,
      '/completions',
      'is too many for the mode Indexed',
    ),
    ...unless(
      !indexed || Number(value['parallelism'] ?? 1) <= 100_000,
      '/parallelism',
      'is too many for the mode Indexed',
    ),
    ...unless(indexed || !byIndex, '/backoffLimitPerIndex', 'is for the mode Indexed'),
    ...unless(
      byIndex || value['maxFailedIndexes'] === undefined,
      '/maxFailedIndexes',
      'needs a backoffLimitPerIndex',
    ),
    ...unless(
      value['maxFailedIndexes'] === undefined ||
        Number(value['maxFailedIndexes']) <= Number(value['completions'] ?? 0),
      '/maxFailedIndexes',
      'is above completions',
    ),
    ...unless(value['successPolicy'] === undefined || indexed, '/successPolicy', 'is for the mode Indexed'),
    ...unless(
      value['podFailurePolicy'] === undefined || restart === 'Never',
      '/podFailurePolicy',
      'needs the restartPolicy Never',
    ),
    ...unless(
      value['podFailurePolicy'] === undefined || value['podReplacementPolicy'] !== 'TerminatingOrFailed',
      '/podReplacementPolicy',
      'must be Failed with a podFailurePolicy',
    ),
    ...generatedSelector(value),
  ]
}

/** The server makes the selector of a Job, unless the Job says that it does so itself. */
function generatedSelector(value: Value): readonly Problem[] {
  const manual = value['manualSelector'] === true
  if (!manual)
    return unless(
      value['selector'] === undefined,
      '/selector',
      'is made by the server without manualSelector',
    )
  return ownPods(value)
}

/** Each rule of failures has one requirement. */
const failureRule: Rule = (value) => [
  ...unless(
    has(value, 'onExitCodes') !== has(value, 'onPodConditions'),
    '',
    'must have one of onExitCodes, onPodConditions',
  ),
  ...inEach(mapsAt(value, 'onPodConditions'), (condition) =>
    unless(
      ['True', 'False', 'Unknown'].includes(textAt(condition, 'status')),
      '/status',
      'must be True, False or Unknown',
    ),
  ),
]

const exitCodes: Rule = (value) => {
  const codes = listAt(value, 'values')
  return [
    ...unless(codes.length > 0 && codes.length <= 255, '/values', 'must have 1 to 255 items'),
    ...unless(
      codes.every((code, index) => index === 0 || Number(code) > Number(codes[index - 1])),
      '/values',
      'must be in order, each once',
    ),
    ...unless(
      value['operator'] !== 'In' || !codes.includes(0),
      '/values',
      'cannot have 0, which is no failure',
    ),
  ]
}

const successPolicy: Rule = (value) =>
  inEach(mapsAt(value, 'rules'), (rule) =>
    unless(
      rule['succeededIndexes'] !== undefined || rule['succeededCount'] !== undefined,
      '',
      'must have succeededIndexes or succeededCount',
    ),
  )

const budget: Rule = (value) =>
  unless(
    value['minAvailable'] === undefined || value['maxUnavailable'] === undefined,
    '/maxUnavailable',
    'may not be there with minAvailable',
  )

const schedule: Rule = (value) =>
  unless(!/TZ=/.test(textAt(value, 'schedule')), '/schedule', 'has a zone: set timeZone')

const jobMetadata: Rule = (value) => {
  const { selector, manualSelector } = mapAt(value, 'spec')
  return [
    ...unless(manualSelector !== true, '/spec/manualSelector', 'is not for Jobs of a CronJob'),
    ...unless(selector === undefined, '/spec/selector', 'is made by the server'),
  ]
}

/** Volumes that a set claims differ in their names. */
const claims: Rule = (value) =>
  distinct(
    mapsAt(value, 'volumeClaimTemplates').filter(([, one]) => isRecord(one['metadata'])),
    (one) => textAt(mapAt(one, 'metadata'), 'name') || undefined,
    'name',
  )

/** Rules on workloads, by definition. */
export const workloadRules: Readonly<Record<string, readonly Rule[]>> = {
  CronJobSpec: [schedule],
  DaemonSetSpec: [ownPods, mounted, alwaysRestarted, daemons],
  DeploymentSpec: [ownPods, mounted, alwaysRestarted, deployment],
  JobSpec: [job, mounted],
  JobTemplateSpec: [jobMetadata],
  PodDisruptionBudgetSpec: [budget],
  PodFailurePolicyOnExitCodesRequirement: [exitCodes],
  PodFailurePolicyRule: [failureRule],
  StatefulSetSpec: [ownPods, mounted, alwaysRestarted, statefulSet, claims],
  SuccessPolicy: [successPolicy],
}
