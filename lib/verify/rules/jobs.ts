import {
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
import { ownPods } from './workloads.ts'

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

const schedule: Rule = (value) =>
  unless(!/TZ=/.test(textAt(value, 'schedule')), '/schedule', 'has a zone: set timeZone')

const jobMetadata: Rule = (value) => {
  const { selector, manualSelector } = mapAt(value, 'spec')
  return [
    ...unless(manualSelector !== true, '/spec/manualSelector', 'is not for Jobs of a CronJob'),
    ...unless(selector === undefined, '/spec/selector', 'is made by the server'),
  ]
}

/** Rules on Jobs, by definition. */
export const jobRules: Readonly<Record<string, readonly Rule[]>> = {
  CronJobSpec: [schedule],
  JobSpec: [job, mounted],
  JobTemplateSpec: [jobMetadata],
  PodFailurePolicyOnExitCodesRequirement: [exitCodes],
  PodFailurePolicyRule: [failureRule],
  SuccessPolicy: [successPolicy],
}
