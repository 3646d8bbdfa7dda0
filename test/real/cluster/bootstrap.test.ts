import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, startControlPlane } from './control-plane.ts'
import { cpuNodes } from './nodes.ts'
import { changed, snapshot } from './snapshot.ts'
import { subjects, work } from './subject.ts'

const root = new URL('../../..', import.meta.url).pathname
const script = 'charts/platform/argocd/bootstrap.sh'
const binaries = process.env['PADDOCK_KUBERNETES'] ?? ''
const given = process.env['PADDOCK_KUBECONFIG'] ?? ''
const all = (await subjects()).filter(({ spec }) => spec.kind !== 'local')

interface Secret {
  readonly data: Readonly<Record<string, string>>
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> }
}

test('refuses a cluster that has no Argo CD of its own, before it asks any', async () => {
  const run = await x('bash', [join(root, script), '--cluster', 'local', '--context', 'none'])
  expect(run).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('dist/local/platform/argocd is not there'),
  })
})

describe.runIf(given === '').each(all)('Argo CD into an empty $name', ({ name, spec }) => {
  const folder = join(work, `bootstrap-${name}`)
  let cluster: Cluster

  beforeAll(async () => {
    cluster = await startControlPlane(binaries, folder)
    for (const node of cpuNodes(spec).slice(0, 3)) await cluster.api.send('POST', '/api/v1/nodes', node)
    mkdirSync(join(folder, 'given'), { recursive: true })
  })
  afterAll(async () => {
    await cluster?.stop()
  })

  const file = (key: string, value: string) => {
    const path = join(folder, 'given', key)
    writeFileSync(path, value)
    return path
  }
  const bootstrap = async (...args: string[]) => {
    const run = await x('bash', [join(root, script), ...args], {
      nodeOptions: {
        env: {
          ...process.env,
          KUBECONFIG: cluster.kubectl.kubeconfig,
          PATH: `${binaries}:${process.env['PATH']}`,
        },
      },
    })
    return { code: run.exitCode, out: run.stdout, err: run.stderr }
  }
  const here = ['--cluster', name, '--context', 'verify']
  const secretOf = (secret: string) => cluster.api.get<Secret>(`/api/v1/namespaces/argocd/secrets/${secret}`)
  const secretValue = async (secret: string, key: string) =>
    Buffer.from((await secretOf(secret)).data[key] ?? '', 'base64').toString()

  test('refuses to guess where it is to go', async () => {
    expect(await bootstrap('--cluster', name)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--context'),
    })
    expect(await bootstrap('--cluster', 'atlantis', '--context', 'verify')).toMatchObject({ code: 2 })
    const lone = file('lone', 'x')
    expect(await bootstrap(...here, '--mail-user', lone)).toMatchObject({ code: 2 })
    expect(await bootstrap(...here, '--client-secret', join(folder, 'nothing'))).toMatchObject({ code: 2 })
  })

  test('brings CRDs, Secrets, Argo CD and its root; every pod is up', async () => {
    const outcome = await bootstrap(
      ...here,
      ...['--client-secret', file('client', 'first\n'), '--mail-user', file('user', 'name\n')],
      ...['--mail-password', file('password', 'word\n'), '--repository-token', file('token', 'token\n')],
      ...['--wait', '90'],
    )
    expect({ code: outcome.code, err: outcome.code === 0 ? '' : outcome.err }).toEqual({ code: 0, err: '' })
    const root = await cluster.api.get<{ spec: { source: { path: string; repoURL: string } } }>(
      '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/root',
    )
    expect(root.spec.source.path).toBe(`dist/${name}/argocd`)
    expect(await secretValue('argocd-redis', 'auth')).toMatch(/^[A-Za-z0-9]{48}$/)
    expect(await secretValue('argocd-oidc', 'clientSecret')).toBe('first')
    expect(await secretValue('argocd-notifications-secret', 'smtp-password')).toBe('word')
    expect(await secretValue('repository', 'url')).toBe(root.spec.source.repoURL)
    for (const secret of ['argocd-secret', 'argocd-oidc'])
      expect((await secretOf(secret)).metadata.labels).toMatchObject({
        'app.kubernetes.io/part-of': 'argocd',
      })
  })

  test('a second run changes nothing', async () => {
    const before = await snapshot(cluster.api)
    expect(await bootstrap(...here, '--wait', '90')).toMatchObject({ code: 0 })
    const after = await snapshot(cluster.api)
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort())
    expect(changed(before, after, before.keys())).toEqual([])
  })

  test('a file that is given again renews its Secret and no other', async () => {
    const password = await secretValue('argocd-redis', 'auth')
    expect(
      await bootstrap(...here, '--wait', '0', '--client-secret', file('client', 'second')),
    ).toMatchObject({
      code: 0,
    })
    expect(await secretValue('argocd-oidc', 'clientSecret')).toBe('second')
    expect(await secretValue('argocd-redis', 'auth')).toBe(password)
  })
})
