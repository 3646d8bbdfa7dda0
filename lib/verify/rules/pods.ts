import {
  atMostOne,
  distinct,
  exactlyOne,
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

const containers: Rule = (value) => {
  const main = mapsAt(value, 'containers')
  const initial = mapsAt(value, 'initContainers')
  const all = [...main, ...initial]
  return [
    ...distinct(all, (container) => textAt(container, 'name'), 'name'),
    ...inEach(initial, initialContainer),
    ...inEach(main, ({ restartPolicy, restartPolicyRules }) =>
      unless(
        restartPolicy === undefined || restartPolicyRules !== undefined || restartPolicy !== 'Always',
        '/restartPolicy',
        'is for init containers',
      ),
    ),
  ]
}

/** Containers mount volumes of their pod, or claims that a StatefulSet makes for it. */
export const mounted: Rule = (value) => {
  const spec = mapAt(mapAt(value, 'template'), 'spec')
  const claims = mapsAt(value, 'volumeClaimTemplates').map(([, claim]) => mapAt(claim, 'metadata'))
  const names = new Set(
    [...mapsAt(spec, 'volumes').map(([, volume]) => volume), ...claims].map((one) => textAt(one, 'name')),
  )
  const all = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')]
  return inEach(all, (container) =>
    inEach([...mapsAt(container, 'volumeMounts'), ...mapsAt(container, 'volumeDevices')], (mount) =>
      unless(names.has(textAt(mount, 'name')), '/name', 'is not the name of a volume of the pod'),
    ),
  ).map((one) => ({ ...one, at: `/template/spec${one.at}` }))
}

/** One that ends has nothing to probe. */
function initialContainer(container: Value): readonly Problem[] {
  if (container['restartPolicy'] === 'Always') return []
  return ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((field) =>
    unless(container[field] === undefined, `/${field}`, 'is not for init containers that end'),
  )
}

/** Ports of a pod in the node's network are the node's. */
const hostPorts: Rule = (value) => {
  const ports = [...mapsAt(value, 'containers'), ...mapsAt(value, 'initContainers')].flatMap(([at, one]) =>
    mapsAt(one, 'ports').map(([place, port]) => [`${at}${place}`, port] as const),
  )
  const wrong =
    value['hostNetwork'] === true
      ? inEach(ports, ({ hostPort, containerPort }) =>
          unless(
            hostPort === undefined || hostPort === 0 || hostPort === containerPort,
            '/hostPort',
            'must be the containerPort in the network of the node',
          ),
        )
      : []
  const used = distinct(
    mapsAt(value, 'containers').flatMap(([at, one]) =>
      mapsAt(one, 'ports').map(([place, port]) => [`${at}${place}`, port] as const),
    ),
    ({ hostPort, protocol = 'TCP', hostIP = '' }) =>
      typeof hostPort === 'number' && hostPort > 0 ? `${protocol} ${hostIP} ${hostPort}` : undefined,
    'port of the node',
  )
  return [...wrong, ...used]
}

const volumes: Rule = (value) =>
  distinct(mapsAt(value, 'volumes'), (volume) => textAt(volume, 'name'), 'name')

const volume: Rule = (value) => {
  const { name: _, ...sources } = value
  const given = Object.keys(sources)
  // The server takes a volume without a source for an emptyDir.
  return unless(given.length <= 1, '', `may have only one of ${given.join(', ')}`)
}

const projection: Rule = (value) => {
  const given = Object.keys(value)
  return unless(given.length === 1, '', 'must have exactly one source')
}

/** Two files of a projected volume have two paths. */
const projectedPaths: Rule = (value) => {
  const items = mapsAt(value, 'sources').flatMap(([at, source]) =>
    Object.entries(source).flatMap(([kind, one]) => {
      const projected = one as Value
      const path = textAt(projected, 'path')
      return [
        ...(path === '' ? [] : [[`${at}/${kind}`, { path }] as const]),
        ...mapsAt(projected, 'items').map(([place, item]) => [`${at}/${kind}${place}`, item] as const),
      ]
    }),
  )
  return distinct(items, (item) => textAt(item, 'path') || undefined, 'path')
}

/** Labels and annotations one at a time are not files. */
const file: Rule = (value) => [
  ...exactlyOne(value, ['fieldRef', 'resourceFieldRef']),
  ...unless(
    /^(|metadata\..*)$/.test(textAt(mapAt(value, 'fieldRef'), 'fieldPath')),
    '/fieldRef/fieldPath',
    'is not a field that a file can hold',
  ),
  ...unless(
    value['resourceFieldRef'] === undefined || has(mapAt(value, 'resourceFieldRef'), 'containerName'),
    '/resourceFieldRef/containerName',
    'is needed in a volume',
  ),
]

const dns: Rule = (value) =>
  unless(
    value['dnsPolicy'] !== 'None' || listAt(mapAt(value, 'dnsConfig'), 'nameservers').length > 0,
    '/dnsConfig/nameservers',
    'is needed by the DNS policy None',
  )

const spreads: Rule = (value) =>
  distinct(
    mapsAt(value, 'topologySpreadConstraints'),
    (one) => `${textAt(one, 'topologyKey')} ${textAt(one, 'whenUnsatisfiable')}`,
    'constraint on',
  )

const hostNamespaces: Rule = (value) => {
  const security = mapAt(value, 'securityContext')
  const users = value['hostUsers'] === false
  return [
    ...atMostOne(
      { hostPID: value['hostPID'] || undefined, share: value['shareProcessNamespace'] || undefined },
      ['hostPID', 'share'],
    ),
    ...['hostNetwork', 'hostPID', 'hostIPC'].flatMap((field) =>
      unless(!users || value[field] !== true, '/hostUsers', `cannot be false with ${field}`),
    ),
    ...distinct(mapsAt(security, 'sysctls'), (one) => textAt(one, 'name'), 'sysctl').map((one) => ({
      ...one,
      at: `/securityContext${one.at}`,
    })),
  ]
}

const references: Rule = (value) => [
  ...distinct(mapsAt(value, 'hostAliases'), (alias) => textAt(alias, 'ip'), 'address'),
  ...distinct(mapsAt(value, 'schedulingGates'), (gate) => textAt(gate, 'name'), 'name'),
  ...distinct(mapsAt(value, 'resourceClaims'), (claim) => textAt(claim, 'name'), 'name'),
  ...inEach(mapsAt(value, 'resourceClaims'), (claim) =>
    exactlyOne(claim, ['resourceClaimName', 'resourceClaimTemplateName']),
  ),
  ...inEach([...mapsAt(value, 'containers'), ...mapsAt(value, 'initContainers')], (container) =>
    inEach(mapsAt(mapAt(container, 'resources'), 'claims'), (claim) =>
      unless(
        mapsAt(value, 'resourceClaims').some(([, one]) => one['name'] === claim['name']),
        '/name',
        'is no claim of the pod',
      ),
    ).map((one) => ({ ...one, at: `/resources${one.at}` })),
  ),
]

/** A hook that sleeps ends before the pod is killed. */
const sleeps: Rule = (value) => {
  const { terminationGracePeriodSeconds: grace = 30 } = value as Readonly<Record<string, number>>
  return inEach(mapsAt(value, 'containers'), (container) =>
    ['postStart', 'preStop'].flatMap((hook) => {
      const { seconds } = mapAt(mapAt(mapAt(container, 'lifecycle'), hook), 'sleep')
      return unless(
        seconds === undefined || Number(seconds) <= grace,
        `/lifecycle/${hook}/sleep/seconds`,
        'is more than terminationGracePeriodSeconds',
      )
    }),
  )
}

/** A pod that has a node is not scheduled, and a gate would never open. */
const scheduling: Rule = (value) =>
  unless(!has(value, 'nodeName') || !has(value, 'schedulingGates'), '/nodeName', 'cannot be set with gates')

/** Rules on pods, by definition. */
export const podRules: Readonly<Record<string, readonly Rule[]>> = {
  PodSpec: [containers, hostPorts, volumes, dns, spreads, hostNamespaces, references, scheduling, sleeps],
  Volume: [volume],
  VolumeProjection: [projection],
  ProjectedVolumeSource: [projectedPaths],
  DownwardAPIVolumeFile: [file],
}
