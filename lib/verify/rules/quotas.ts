import { isQualified } from '../strict/formats.ts'
import { parseQuantity } from '../strict/quantity.ts'
import {
  distinct,
  inEach,
  listAt,
  mapAt,
  mapsAt,
  type Problem,
  problem,
  type Rule,
  textAt,
  unless,
  type Value,
} from '../strict/rule.ts'
import { isContainerResource } from './containers.ts'

const objectCounts =
  /^(count\/.+|pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|services\.(nodeports|loadbalancers)|((requests|limits)\.)?(cpu|memory|ephemeral-storage)|requests\.storage|(requests\.)?hugepages-.+)$/

/** Resources of pods, which scopes select. */
const scoped = /^(pods|((requests|limits)\.)?(cpu|memory|ephemeral-storage))$/

const quota: Rule = (value) => {
  const hard = mapAt(value, 'hard')
  const selected = mapsAt(mapAt(value, 'scopeSelector'), 'matchExpressions')
  const scopes = [...listAt(value, 'scopes'), ...selected.map(([, one]) => one['scopeName'])]
  const forPods = scopes.some((scope) => scope !== 'VolumeAttributesClass')
  const forClaims = scopes.includes('VolumeAttributesClass')
  return Object.entries(hard).flatMap(([name, amount]) => {
    const at = `/hard/${name.replaceAll('/', '~1')}`
    const known = objectCounts.test(name) || (isQualified(name) && name.includes('/'))
    const counted =
      /^(count\/|pods$|services|secrets$|configmaps$|persistentvolumeclaims$|resourcequotas$|replicationcontrollers$)/.test(
        name,
      )
    return [
      ...unless(known, at, 'is no resource of a quota'),
      ...unless(!forPods || scoped.test(name), '/scopes', `is not for ${name}`),
      ...unless(!forClaims || name === 'persistentvolumeclaims', '/scopes', `is not for ${name}`),
      ...unless(!counted || Number.isInteger(parseQuantity(amount) ?? 0), at, 'must be a whole number'),
    ]
  })
}

const limitRange: Rule = (value) => [
  ...distinct(mapsAt(value, 'limits'), (item) => textAt(item, 'type'), 'type'),
  ...inEach(mapsAt(value, 'limits'), limitItem),
]

function limitItem(item: Value): readonly Problem[] {
  const type = textAt(item, 'type')
  const maps = ['min', 'defaultRequest', 'default', 'max'].map(
    (field) => [field, mapAt(item, field)] as const,
  )
  const ratio = mapAt(item, 'maxLimitRequestRatio')
  const names = new Set([...maps.flatMap(([, map]) => Object.keys(map)), ...Object.keys(ratio)])
  const known = (name: string) =>
    type === 'PersistentVolumeClaim'
      ? name === 'storage'
      : type !== 'Container' && type !== 'Pod'
        ? true
        : isContainerResource(name)
  const isFilled = (field: string) => item[field] !== undefined
  return [
    ...unless(
      type !== 'Pod' || !(isFilled('default') || isFilled('defaultRequest')),
      '',
      'of type Pod may have no defaults',
    ),
    ...unless(
      type !== 'PersistentVolumeClaim' || 'storage' in mapAt(item, 'min') || 'storage' in mapAt(item, 'max'),
      '',
      'must bound storage',
    ),
    ...[...names].flatMap((name) => [
      ...unless(known(name), '', `names ${name}, which is no resource of its type`),
      ...inOrder(name, maps),
      ...bounded(name, item, ratio),
    ]),
  ]
}

/** A minimum is not above a default, nor that above a maximum. */
function inOrder(name: string, maps: readonly (readonly [string, Value])[]): readonly Problem[] {
  const given = maps
    .filter(([, map]) => map[name] !== undefined)
    .map(([field, map]) => ({ field, amount: parseQuantity(map[name]) ?? 0 }))
  return given.flatMap(({ field, amount }, index) =>
    given
      .slice(index + 1)
      .filter((later) => amount > later.amount)
      .map((later) => problem(`/${field}`, `has more ${name} than ${later.field}`)),
  )
}

function bounded(name: string, item: Value, ratio: Value): readonly Problem[] {
  if (ratio[name] === undefined) return []
  const limit = parseQuantity(ratio[name]) ?? 1
  const [least, most] = [parseQuantity(mapAt(item, 'min')[name]), parseQuantity(mapAt(item, 'max')[name])]
  return [
    ...unless(limit >= 1, '/maxLimitRequestRatio', `is below 1 for ${name}`),
    ...unless(
      !least || most === undefined || limit <= most / least,
      '/maxLimitRequestRatio',
      `is more for ${name} than max by min`,
    ),
  ]
}

/** Rules on quotas and limits of namespaces, by definition. */
export const quotaRules: Readonly<Record<string, readonly Rule[]>> = {
  LimitRangeSpec: [limitRange],
  ResourceQuotaSpec: [quota],
}
