import { expect, test } from 'vitest'
import { plain } from '../support/fleet.ts'
import { errorsOf, ownSource, server } from '../support/own-workspace.ts'

const file = 'charts/own/web.ts'
const drawn = 'dist/us-east-1/own/web/web.yaml'
const errors = (draw: string, more = '') => errorsOf({ 'web.ts': ownSource({ draw, more }) })

test('a hardened and published server has no finding', async () => {
  const draw = `${server}\n    publish(chart, { cluster, label: 'web', service, pods })\n    harden(chart, { user: 101 })`
  expect(await errors(draw)).toEqual([])
})

test('without hardening each missing setting is a finding of its own, at its field', async () => {
  const found = await errors(server)
  expect(found.map((one) => one.file)).toEqual(found.map(() => drawn))
  const pod = 'Deployment/web spec.template.spec'
  expect(found.map(({ field }) => field).sort()).toEqual(
    [
      `${pod}.affinity.nodeAffinity`,
      `${pod}.containers[0].resources.requests.ephemeral-storage`,
      `${pod}.containers[0].securityContext.capabilities`,
      `${pod}.containers[0].securityContext.runAsUser`,
      `${pod}.containers[0].securityContext.seccompProfile`,
      `${pod}.enableServiceLinks`,
      `${pod}.priorityClassName`,
      `${pod}.topologySpreadConstraints`,
      'Deployment/web spec.replicas',
    ].sort(),
  )
})

test.each([
  ['argocd', 'charts/platform/argocd is a component of that name'],
  ['network', 'Paddock writes a file network.yaml itself'],
  ['Web_1', '"Web_1" is no name of lower-case words and at most 40 characters'],
])('a chart named %s is refused', async (name, why) => {
  const found = await errorsOf({ [`${name}.ts`]: ownSource() })
  expect(found).toEqual([{ file: `charts/own/${name}.ts`, field: '', why }])
})

test('a cluster that does not exist is named', async () => {
  const clusters = "['us-east-1', 'mars-1']"
  expect(await errorsOf({ 'web.ts': ownSource({ clusters }) })).toEqual([
    { file, field: 'clusters[1]', why: 'there is no cluster mars-1' },
  ])
})

test('a file without a chart, one that does not compile and one that fails are findings, not crashes', async () => {
  const charts = {
    'empty.ts': 'export const nothing = 1\n',
    'fails.ts': ownSource({ draw: "throw new Error('no such figure')" }),
    'bare/readme.txt': '',
  }
  expect(await errorsOf(charts)).toEqual([
    { file: 'charts/own/bare', field: '', why: 'the folder has no index.ts' },
    { file: 'charts/own/empty.ts', field: '', why: 'its default export is no own chart' },
    { file: 'charts/own/fails.ts', field: 'draw', why: 'no such figure' },
  ])
  const broken = await errorsOf({ 'web.ts': 'export default {\n' })
  expect(broken).toEqual([{ file, field: 'line 2', why: 'Expected identifier but found end of file' }])
})

test('the objects validate themselves: cdk8s-plus-28 does so only when it is asked', async () => {
  const draw = "new kplus.Ingress(chart, 'empty', { metadata: { name: 'empty' } })"
  expect(await errors(draw)).toContainEqual({
    file,
    field: 'draw',
    why: 'ingress with no rules or default backend',
  })
})

const other = 'docker.io/library/busybox:1.37.0@sha256:'
const image = (reference: string) =>
  `images: { tool: { reference: '${reference}', source: 'https://example.com/digests' } },`
const job = (reference: string) => `const job = new kplus.Job(chart, 'job', { metadata: { name: 'job' } })
    job.addContainer({ name: 'job', image: '${reference}', resources: { cpu: { request: kplus.Cpu.millis(10) }, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) } } })
    harden(chart, { user: 1000 })`

test('an image is one of the catalogue, or pinned in the file by its digest', async () => {
  const reference = `${other}${'a'.repeat(64)}`
  expect(await errors(job(reference), image(reference))).toEqual([])
  expect(await errors(job(reference))).toEqual([
    expect.objectContaining({ file: drawn, why: `${reference} is not in the catalogue` }),
  ])
  expect(
    await errors(job('docker.io/library/busybox:1.37.0'), image('docker.io/library/busybox:1.37.0')),
  ).toEqual([{ file, field: 'images.tool.reference', why: 'docker.io/library/busybox:1.37.0 is not pinned' }])
})

const object = (apiVersion: string, kind: string, metadata: string, rest = '') =>
  `new ApiObject(chart, 'one', { apiVersion: '${apiVersion}', kind: '${kind}', metadata: { ${metadata} }, ${rest} })`
const rbac = 'rbac.authorization.k8s.io'

test.each([
  [
    'an object in another namespace',
    object('v1', 'ConfigMap', "name: 'map', namespace: 'paddock-data'"),
    'ConfigMap/map metadata.namespace',
  ],
  [
    'a kind that is a component’s',
    object('scheduling.k8s.io/v1', 'PriorityClass', "name: 'high'", 'value: 1'),
    'PriorityClass/high kind',
  ],
  [
    'a name that all charts share',
    object(`${rbac}/v1`, 'ClusterRole', "name: 'reader'", 'rules: []'),
    'ClusterRole/reader metadata.name',
  ],
  [
    'a label of a tenant',
    object('v1', 'ConfigMap', "name: 'map', labels: { 'paddock.dev/tenant': 'acme' }"),
    'ConfigMap/map metadata.labels[paddock.dev/tenant]',
  ],
  [
    'a role of Kubernetes that may do everything',
    object(
      `${rbac}/v1`,
      'ClusterRoleBinding',
      "name: 'own-web'",
      `roleRef: { apiGroup: '${rbac}', kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'own-web' }]`,
    ),
    'ClusterRoleBinding/own-web roleRef',
  ],
  [
    'a role that reads the objects of every tenant',
    object(
      `${rbac}/v1`,
      'ClusterRoleBinding',
      "name: 'own-web'",
      `roleRef: { apiGroup: '${rbac}', kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'own-web' }]`,
    ),
    'ClusterRoleBinding/own-web roleRef',
  ],
  [
    'a role of another chart whose name begins alike',
    object(
      `${rbac}/v1`,
      'RoleBinding',
      "name: 'see'",
      `roleRef: { apiGroup: '${rbac}', kind: 'ClusterRole', name: 'own-website' }, subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'own-web' }]`,
    ),
    'RoleBinding/see roleRef',
  ],
  [
    'an account of another namespace',
    object(
      `${rbac}/v1`,
      'RoleBinding',
      "name: 'see'",
      `roleRef: { apiGroup: '${rbac}', kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'tenant-acme' }]`,
    ),
    'RoleBinding/see subjects[0]',
  ],
  [
    'a host that no certificate covers',
    object('k8s.nginx.org/v1', 'VirtualServer', "name: 'web'", "spec: { host: 'www.other.example' }"),
    'VirtualServer/web spec.host',
  ],
])('%s is refused', async (_, draw, field) => {
  expect((await errors(draw)).map((one) => one.field)).toContain(field)
})

test('a policy that opens tenants’ pods is refused, and so is one to any address', async () => {
  const draw = `${server}\n    harden(chart, { user: 101 })`
  const opens = (peers: string) =>
    `opens: () => [{ direction: 'out', with: { name: 'others', peers: [${peers}] }, ports: [8080] }],`
  for (const peer of ['{ namespaceSelector: {} }', "{ ipBlock: { cidr: '0.0.0.0/0' } }"]) {
    const found = await errors(draw, opens(peer))
    expect(found.map(({ why }) => why)).toContainEqual(
      expect.stringContaining('own-web Deployment/web → a pod of a tenant is open'),
    )
  }
  const alone = "{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }"
  expect(await errors(draw, opens(alone))).toEqual([])
})

test('a host of the platform or of two charts is refused, in the chart that has it', async () => {
  const published = (label: string) =>
    `${server}\n    publish(chart, { cluster, label: '${label}', service, pods })\n    harden(chart, { user: 101 })`
  const one = await errors(published('argocd'))
  expect(one).toEqual([{ file, field: 'draw', why: "argocd.use1.paddock.example is the platform's own" }])
  const two = await errorsOf({
    'a.ts': ownSource({ draw: published('web') }),
    'b.ts': ownSource({ draw: published('web') }),
  })
  expect(two).toEqual([
    {
      file: 'charts/own/b.ts',
      field: 'draw',
      why: 'web.use1.paddock.example is a host of charts/own/a.ts too',
    },
  ])
})

test('a host of a tenant is refused where an own chart has it', async () => {
  const draw = `${server}\n    publish(chart, { cluster, label: 'plain', service, pods })\n    harden(chart, { user: 101 })`
  expect(await errorsOf({ 'web.ts': ownSource({ draw }) }, [plain])).toEqual([
    {
      file: 'tenants/plain.ts',
      field: 'hosts',
      why: `"plain.use1.paddock.example" is the host of ${file}`,
    },
  ])
})

test('the hub has no entry point for people', async () => {
  const draw = `${server}\n    publish(chart, { cluster, label: 'web', service, pods })\n    harden(chart, { user: 101 })`
  const found = await errorsOf({ 'web.ts': ownSource({ clusters: "['hub']", draw }) })
  expect(found[0]).toEqual({
    file,
    field: 'draw',
    why: 'cluster hub has no entry point for people: publish on a regional cluster',
  })
})
