import { Duration, Size } from 'cdk8s'
import * as kplus from 'cdk8s-plus-28'
import { imageReference } from '../../../lib/catalog/images.ts'
import { digest, script, scriptData } from '../../../lib/kube/script.ts'
import { harden } from '../../kit/harden.ts'
import { ownChart } from '../../kit/own-chart.ts'
import { publish } from '../../kit/publish.ts'

/** First label of the page's host: `status.<domain of the region>`. */
const label = 'status'
const page = { name: 'page', port: 8080 } as const
const observer = { name: 'observer', port: 8081 } as const
/** User of the nginx image. The Python image runs as any user. */
const user = 101
const tmp = '/tmp'

const files = (...names: string[]) => scriptData(names.map((name) => script(import.meta.url, name)))

export default ownChart({
  summary: 'public status page: the state of each region by part of the platform, without tenants',
  owner: 'platform@paddock.example',
  clusters: { kind: 'regional' },

  opens: ({ network }) => [
    { pods: page.name, direction: 'out', with: 'own-namespace', ports: [observer.port] },
    { pods: observer.name, direction: 'in', with: 'own-namespace', ports: [observer.port] },
    { pods: observer.name, direction: 'out', with: 'api-server', ports: [network.apiServerPort] },
    { pods: observer.name, direction: 'out', with: 'public', ports: [443] },
  ],

  draw(chart, { cluster, clusters }) {
    const regions = clusters.flatMap(({ name, domain, kind }) =>
      kind === 'regional' ? [{ name, domain }] : [],
    )
    const probe = (path: string, port: number, failureThreshold: number) =>
      kplus.Probe.fromHttpGet(path, {
        port,
        failureThreshold,
        periodSeconds: Duration.seconds(10),
        timeoutSeconds: Duration.seconds(5),
      })
    const probes = (alive: string, ready: string, port: number) => ({
      startup: probe(alive, port, 12),
      liveness: probe(alive, port, 3),
      readiness: probe(ready, port, 3),
    })
    const workload = (name: string, data: Readonly<Record<string, string>>) => ({
      metadata: { name },
      podMetadata: {
        annotations: { 'paddock.dev/files': digest(data) },
        labels: { 'app.kubernetes.io/name': name },
      },
      replicas: 2,
    })
    const mounted = (name: string, data: Record<string, string>) =>
      kplus.Volume.fromConfigMap(
        chart,
        `${name}-volume`,
        new kplus.ConfigMap(chart, `${name}-files`, { metadata: { name }, data }),
        { name },
      )

    const account = new kplus.ServiceAccount(chart, 'account', { metadata: { name: observer.name } })
    const role = new kplus.ClusterRole(chart, 'role', { metadata: { name: 'own-status-page' } })
    role.allowList(kplus.ApiResource.DEPLOYMENTS)
    new kplus.ClusterRoleBinding(chart, 'binding', {
      metadata: { name: 'own-status-page' },
      role,
    }).addSubjects(account)

    const program = files('observer.py')
    const observers = new kplus.Deployment(chart, observer.name, {
      ...workload(observer.name, program),
      serviceAccount: account,
    })
    observers
      .addContainer({
        name: observer.name,
        image: imageReference('python'),
        command: ['python3', '/program/observer.py'],
        envVariables: {
          API: kplus.EnvValue.fromValue('https://kubernetes.default.svc'),
          INTERVAL_SECONDS: kplus.EnvValue.fromValue('60'),
          PORT: kplus.EnvValue.fromValue(String(observer.port)),
          REGION: kplus.EnvValue.fromValue(cluster.name),
          REGIONS: kplus.EnvValue.fromValue(
            JSON.stringify(
              regions.map(({ name, domain }) => ({
                name,
                serving: `https://region.${domain}/serving`,
                state: `https://${label}.${domain}/region.json`,
              })),
            ),
          ),
          TOKEN_DIR: kplus.EnvValue.fromValue('/var/run/secrets/kubernetes.io/serviceaccount'),
        },
        ports: [{ name: 'http', number: observer.port }],
        resources: {
          cpu: { request: kplus.Cpu.millis(20) },
          memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
        },
        ...probes('/alive', '/ready', observer.port),
      })
      .mount('/program', mounted(observer.name, program), { readOnly: true })
    observers.exposeViaService({ name: observer.name, ports: [{ port: 80, targetPort: observer.port }] })

    const html = files('index.html', 'nginx.conf', 'page.css', 'page.js')
    const pages = new kplus.Deployment(chart, page.name, workload(page.name, html))
    const server = pages.addContainer({
      name: page.name,
      image: imageReference('nginx'),
      command: ['nginx', '-e', 'stderr', '-c', '/page/nginx.conf', '-g', 'daemon off;'],
      ports: [{ name: 'http', number: page.port }],
      resources: {
        cpu: { request: kplus.Cpu.millis(10) },
        memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
      },
      ...probes('/alive', '/alive', page.port),
    })
    server.mount('/page', mounted(page.name, html), { readOnly: true })
    server.mount(tmp, kplus.Volume.fromEmptyDir(chart, 'tmp', 'tmp', { sizeLimit: Size.mebibytes(16) }))
    const service = pages.exposeViaService({ name: page.name, ports: [{ port: 80, targetPort: page.port }] })

    publish(chart, { cluster, label, service, pods: pages })
    harden(chart, { user, callApiServer: [observer.name] })
  },
})
