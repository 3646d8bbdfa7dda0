import { isQualified } from '../strict/formats.ts'
import { parseQuantity } from '../strict/quantity.ts'
import {
  atMostOne,
  distinct,
  exactlyOne,
  has,
  inEach,
  mapAt,
  mapsAt,
  type Problem,
  problem,
  type Rule,
  textAt,
  unless,
  type Value,
} from '../strict/rule.ts'

const handlers = ['exec', 'httpGet', 'tcpSocket'] as const

const compute = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/

/** Names of resources that a container may ask for: those of nodes, and others by a domain. */
export function isContainerResource(name: string): boolean {
  if (!name.includes('/')) return compute.test(name)
  return isQualified(name) && !name.startsWith('requests.') && isQualified(`requests.${name}`)
}

/** Amounts of a container: no request is above its limit; resources that cannot be shared are whole and equal. */
const resources: Rule = (value) => {
  const limits = mapAt(value, 'limits')
  const requests = mapAt(value, 'requests')
  const named = (field: string, map: Value) =>
    Object.entries(map).flatMap(([name, amount]) => [
      ...unless(isContainerResource(name), `/${field}/${escaped(name)}`, 'is no resource of a container'),
      ...unless(
        !name.includes('/') || Number.isInteger(parseQuantity(amount) ?? 0),
        `/${field}/${escaped(name)}`,
        'must be a whole number',
      ),
    ])
  const above = Object.entries(requests).flatMap(([name, request]): Problem[] => {
    const limit = limits[name]
    const fixed = name.includes('/') || name.startsWith('hugepages-')
    if (limit === undefined)
      return fixed ? [problem(`/requests/${escaped(name)}`, `needs a limit of ${name}`)] : []
    const [asked = 0, most = 0] = [parseQuantity(request), parseQuantity(limit)]
    if (asked > most) return [problem(`/requests/${escaped(name)}`, 'is above the limit')]
    return fixed && asked !== most
      ? [problem(`/requests/${escaped(name)}`, 'must be equal to the limit')]
      : []
  })
  return [...named('limits', limits), ...named('requests', requests), ...above]
}

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')

const variable: Rule = (value) => {
  const source = value['valueFrom']
  if (source === undefined) return []
  return unless(!has(value, 'value'), '/valueFrom', 'may not be there with a value')
}

const variableSource: Rule = (value) =>
  exactlyOne(value, ['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'])

const divisors: Readonly<Record<string, RegExp>> = {
  cpu: /^1m?$/,
  memory: /^1(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/,
}

/** A number of units is read as whole units of a few sizes. */
const divided: Rule = (value) => {
  const { divisor } = value
  const resource = textAt(value, 'resource').split('.')[1] ?? ''
  const sizes = resource === 'cpu' ? divisors['cpu'] : divisors['memory']
  return unless(
    divisor === undefined || Number(divisor) === 0 || sizes?.test(String(divisor)) === true,
    '/divisor',
    'is not a unit of the resource',
  )
}

/** In variables all labels at once have no place. */
const variableField: Rule = (value) => {
  const path = textAt(mapAt(value, 'fieldRef'), 'fieldPath')
  return unless(!/^metadata\.(labels|annotations)$/.test(path), '/fieldRef/fieldPath', 'is no single value')
}

const variables: Rule = (value) => exactlyOne(value, ['configMapRef', 'secretRef'])

const securityContext: Rule = (value) => {
  const added = (mapAt(value, 'capabilities')['add'] ?? []) as readonly unknown[]
  const escalates = value['allowPrivilegeEscalation'] !== false
  return [
    ...unless(
      escalates || value['privileged'] !== true,
      '/allowPrivilegeEscalation',
      'cannot be false in a privileged container',
    ),
    ...unless(
      escalates || !Array.isArray(added) || !added.includes('CAP_SYS_ADMIN'),
      '/allowPrivilegeEscalation',
      'cannot be false with CAP_SYS_ADMIN',
    ),
    ...notWindows(value),
    ...unless(value['procMount'] !== 'Unmasked', '/procMount', 'needs a pod with a user namespace'),
  ]
}

/** No node of ours runs Windows. */
const notWindows: Rule = (value) =>
  unless(value['windowsOptions'] === undefined, '/windowsOptions', 'is for Windows')

/** A profile has a file exactly when it is one of the node's. */
const profile: Rule = (value) => {
  const file = textAt(value, 'localhostProfile')
  return value['type'] === 'Localhost'
    ? unless(
        file !== '' && !file.startsWith('/') && !file.split('/').includes('..'),
        '/localhostProfile',
        'must be a path below the profiles of the node',
      )
    : unless(value['localhostProfile'] === undefined, '/localhostProfile', 'is for the type Localhost alone')
}

/** Pod Security refuses every host of a probe or a hook, also the pod's own address. */
const ownHost: Rule = (value) =>
  ['httpGet', 'tcpSocket'].flatMap((handler) =>
    unless(
      !has(mapAt(value, handler), 'host'),
      `/${handler}/host`,
      'is refused by Pod Security: a probe or a hook asks its own pod',
    ),
  )

const probe: Rule = (value) => exactlyOne(value, [...handlers, 'grpc'])
const hook: Rule = (value) => exactlyOne(value, [...handlers, 'sleep'])

const container: Rule = (value) => {
  const once = (field: string) =>
    unless(
      [0, 1, undefined].includes(mapAt(value, field)['successThreshold'] as number),
      `/${field}/successThreshold`,
      'must be 1',
    )
  const mounts = mapsAt(value, 'volumeMounts')
  const ports = mapsAt(value, 'ports')
  return [
    ...once('livenessProbe'),
    ...once('startupProbe'),
    ...unless(
      mapAt(value, 'readinessProbe')['terminationGracePeriodSeconds'] === undefined,
      '/readinessProbe/terminationGracePeriodSeconds',
      'is not for readiness probes, which end nothing',
    ),
    ...distinct(mounts, (mount) => textAt(mount, 'mountPath'), 'path'),
    ...inEach(mounts, (mount) =>
      unless(
        mount['mountPropagation'] !== 'Bidirectional' ||
          mapAt(value, 'securityContext')['privileged'] === true,
        '/mountPropagation',
        'cannot be Bidirectional in a container that is not privileged',
      ),
    ),
    ...distinct(mapsAt(value, 'volumeDevices'), (device) => textAt(device, 'devicePath'), 'path'),
    ...distinct(ports, (port) => textAt(port, 'name') || undefined, 'name'),
    ...distinct(mapsAt(value, 'resizePolicy'), (policy) => textAt(policy, 'resourceName'), 'resource'),
    ...resizes(value),
  ]
}

/** The rules of a container's own restarts came after the oldest version that is served. */
function resizes(value: Value): readonly Problem[] {
  return unless(
    value['restartPolicyRules'] === undefined || has(value, 'restartPolicy'),
    '/restartPolicyRules',
    'needs a restartPolicy of the container',
  )
}

const mount: Rule = (value) => {
  const path = textAt(value, 'subPath')
  return [
    ...atMostOne(value, ['subPath', 'subPathExpr']),
    ...['subPath', 'subPathExpr'].flatMap((field) => {
      const text = textAt(value, field)
      return unless(
        !text.startsWith('/') && !text.split('/').includes('..'),
        `/${field}`,
        'is not a path inside the volume',
      )
    }),
    ...unless(
      !['Enabled', 'IfPossible'].includes(textAt(value, 'recursiveReadOnly')) ||
        (value['readOnly'] === true && ['', 'None'].includes(textAt(value, 'mountPropagation'))),
      '/recursiveReadOnly',
      'needs readOnly and no mountPropagation',
    ),
    ...unless(
      ['', 'Enabled', 'IfPossible', 'Disabled'].includes(textAt(value, 'recursiveReadOnly')),
      '/recursiveReadOnly',
      'must be Enabled, IfPossible or Disabled',
    ),
    ...unless(path === '' || path !== '.', '/subPath', 'is the whole volume'),
  ]
}

/** Rules on containers, by definition. */
export const containerRules: Readonly<Record<string, readonly Rule[]>> = {
  AppArmorProfile: [profile],
  SeccompProfile: [profile],
  Container: [container],
  EnvFromSource: [variables],
  EnvVar: [variable],
  EnvVarSource: [variableSource, variableField],
  LifecycleHandler: [hook, ownHost],
  PodSecurityContext: [notWindows],
  Probe: [probe, ownHost],
  ResourceFieldSelector: [divided],
  ResourceRequirements: [resources],
  SecurityContext: [securityContext],
  VolumeMount: [mount],
}
