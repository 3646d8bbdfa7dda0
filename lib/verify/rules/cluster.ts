import { parseQuantity } from '../strict/quantity.ts'
import { distinct, has, inEach, listAt, mapAt, mapsAt, type Rule, textAt, unless } from '../strict/rule.ts'

const subject: Rule = (value) => {
  const kind = textAt(value, 'kind')
  const name = textAt(value, 'name')
  const group = value['apiGroup'] ?? ''
  if (kind !== 'ServiceAccount')
    return unless(
      group === '' || group === 'rbac.authorization.k8s.io',
      '/apiGroup',
      'must be rbac.authorization.k8s.io',
    )
  return [
    ...unless(group === '', '/apiGroup', 'must be empty for a service account'),
    ...unless(
      /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name) && !name.includes('..') && name.length <= 253,
      '/name',
      'is no name of a service account',
    ),
  ]
}

/** A rule of a role is on resources, or on paths outside of them. */
const policyRule: Rule = (value) => {
  if (has(value, 'nonResourceURLs'))
    return unless(
      !has(value, 'apiGroups') && !has(value, 'resources') && !has(value, 'resourceNames'),
      '/nonResourceURLs',
      'may not be there with resources',
    )
  return [
    ...unless(has(value, 'apiGroups'), '/apiGroups', 'is needed'),
    ...unless(has(value, 'resources'), '/resources', 'is needed'),
  ]
}

const namespacedRole: Rule = (value) =>
  mapsAt(value, 'rules').flatMap(([at, rule]) =>
    unless(!has(rule, 'nonResourceURLs'), `${at}/nonResourceURLs`, 'is for ClusterRoles'),
  )

const clusterBinding: Rule = (value) => [
  ...unless(
    mapAt(value, 'roleRef')['kind'] === 'ClusterRole',
    '/roleRef/kind',
    'must be ClusterRole in a ClusterRoleBinding',
  ),
  ...inEach(mapsAt(value, 'subjects'), (one) =>
    unless(
      one['kind'] !== 'ServiceAccount' || has(one, 'namespace'),
      '/namespace',
      'is needed by a service account in a ClusterRoleBinding',
    ),
  ),
]

const priorityClass: Rule = (value) =>
  unless(
    textAt(mapAt(value, 'metadata'), 'name').startsWith('system-') === false,
    '/metadata/name',
    'begins as the classes of the system do',
  )

const storageClass: Rule = (value) => {
  const parameters = mapAt(value, 'parameters')
  const size = Object.entries(parameters).reduce(
    (sum, [key, one]) => sum + key.length + String(one).length,
    0,
  )
  return [
    ...unless(!('' in parameters), '/parameters', 'has an empty key'),
    ...mapsAt(value, 'allowedTopologies').flatMap(([at, term]) =>
      unless(has(term, 'matchLabelExpressions'), `${at}/matchLabelExpressions`, 'is needed'),
    ),
    ...distinct(
      mapsAt(value, 'allowedTopologies'),
      (term) => JSON.stringify(term['matchLabelExpressions'] ?? []),
      'topology',
    ),
    ...unless(Object.keys(parameters).length <= 512 && size <= 256 * 1024, '/parameters', 'is too large'),
  ]
}

const claim: Rule = (value) => {
  const modes = listAt(value, 'accessModes')
  const amount = parseQuantity(mapAt(mapAt(value, 'resources'), 'requests')['storage'])
  const source = mapAt(value, 'dataSource')
  return [
    ...unless(
      modes.length <= 1 || !modes.includes('ReadWriteOncePod'),
      '/accessModes',
      'has ReadWriteOncePod with another mode',
    ),
    ...unless(amount !== undefined && amount > 0, '/resources/requests/storage', 'is needed, above zero'),
    ...unless(
      value['dataSourceRef'] === undefined ||
        has(mapAt(value, 'dataSourceRef'), 'apiGroup') ||
        mapAt(value, 'dataSourceRef')['kind'] === 'PersistentVolumeClaim',
      '/dataSourceRef/kind',
      'must be PersistentVolumeClaim without a group',
    ),
    ...unless(
      value['dataSource'] === undefined ||
        has(source, 'apiGroup') ||
        source['kind'] === 'PersistentVolumeClaim',
      '/dataSource/kind',
      'must be PersistentVolumeClaim without a group',
    ),
    ...unless(
      value['dataSource'] === undefined ||
        value['dataSourceRef'] === undefined ||
        JSON.stringify(value['dataSource']) === JSON.stringify(value['dataSourceRef']),
      '/dataSource',
      'differs from dataSourceRef',
    ),
  ]
}

/** A bundle of bytes that is a certificate in PEM. */
const bundle: Rule = (value) => {
  const text = textAt(value, 'caBundle')
  return unless(
    text === '' || Buffer.from(text, 'base64').toString('latin1').includes('-----BEGIN'),
    '/caBundle',
    'is no certificate in PEM',
  )
}

/** Texts and bytes of a ConfigMap have different keys, and fit into etcd. */
const configMap: Rule = (value) => {
  const [data, binary] = [mapAt(value, 'data'), mapAt(value, 'binaryData')]
  const size = [...Object.values(data)].reduce<number>((sum, one) => sum + Buffer.byteLength(String(one)), 0)
  return [
    ...Object.keys(binary).flatMap((key) =>
      unless(!(key in data), `/binaryData/${key}`, 'is in data as well'),
    ),
    ...unless(size <= 1024 * 1024, '/data', 'is larger than 1 MiB'),
  ]
}

/** Rules on other objects of Kubernetes, by definition. */
export const clusterRules: Readonly<Record<string, readonly Rule[]>> = {
  APIServiceSpec: [bundle],
  ApiextensionsV1WebhookClientConfig: [bundle],
  ClusterRoleBinding: [clusterBinding],
  ConfigMap: [configMap],
  PersistentVolumeClaimSpec: [claim],
  PolicyRule: [policyRule],
  PriorityClass: [priorityClass],
  Role: [namespacedRole],
  StorageClass: [storageClass],
  Subject: [subject],
  WebhookClientConfig: [bundle],
}
