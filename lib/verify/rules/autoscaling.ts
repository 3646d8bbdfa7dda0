import { inEach, mapAt, mapsAt, type Problem, type Rule, textAt, unless, type Value } from '../strict/rule.ts'

const autoscaler: Rule = (value) => {
  const { minReplicas = 1, maxReplicas } = value
  return [
    ...unless(
      /^[^/]+\/[^/]+$/.test(textAt(mapAt(value, 'scaleTargetRef'), 'apiVersion')),
      '/scaleTargetRef/apiVersion',
      'must have a group and a version',
    ),
    ...unless(Number(maxReplicas) >= Number(minReplicas), '/maxReplicas', 'is below minReplicas'),
    ...inEach(mapsAt(value, 'metrics'), metric),
  ]
}

const sources: Readonly<Record<string, string>> = {
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
  External: 'external',
}

function metric(value: Value): readonly Problem[] {
  const source = sources[textAt(value, 'type')] ?? ''
  return [
    ...unless(value[source] !== undefined, `/${source}`, 'is needed by the type'),
    ...Object.values(sources)
      .filter((other) => other !== source)
      .flatMap((other) => unless(value[other] === undefined, `/${other}`, 'is not of the type')),
    ...target(source, mapAt(mapAt(value, source), 'target')),
  ]
}

function target(source: string, value: Value): readonly Problem[] {
  const at = `/${source}/target`
  const fields = ['averageUtilization', 'averageValue', 'value']
  const byType: Readonly<Record<string, string>> = {
    Utilization: 'averageUtilization',
    AverageValue: 'averageValue',
    Value: 'value',
  }
  const given = fields.filter((field) => value[field] !== undefined)
  const allowed =
    source === 'resource' || source === 'containerResource'
      ? ['averageUtilization', 'averageValue']
      : source === 'pods'
        ? ['averageValue']
        : ['averageValue', 'value']
  const named = byType[textAt(value, 'type')] ?? ''
  return [
    ...unless(given.length === 1, at, `must have exactly one of ${allowed.join(', ')}`),
    ...unless(
      given.every((field) => allowed.includes(field)),
      at,
      `must have ${allowed.join(' or ')}`,
    ),
    ...unless(named === '' || given.includes(named), at, `must have ${named} for its type`),
  ]
}

/** Rules on autoscalers, by definition. */
export const autoscalingRules: Readonly<Record<string, readonly Rule[]>> = {
  HorizontalPodAutoscalerSpec: [autoscaler],
}
