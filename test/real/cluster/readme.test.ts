import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, startControlPlane } from './control-plane.ts'
import { cpuNodes } from './nodes.ts'
import { keyOf, snapshot } from './snapshot.ts'
import { subjects, work } from './subject.ts'
import { laptopClass } from './sync.ts'
import { provisionVolumes } from './volumes.ts'

const root = new URL('../../..', import.meta.url).pathname
const binaries = process.env['PADDOCK_KUBERNETES'] ?? ''
const given = process.env['PADDOCK_KUBECONFIG'] ?? ''
const laptops = (await subjects()).filter(({ spec }) => spec.kind === 'local')

/** Commands of the README, from the first applied file until everything runs. */
const commands = readFileSync(join(root, 'README.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('kubectl --context kind-paddock '))
  // The cluster of this test has another name.
  .map((line) => line.replace(' --context kind-paddock', ''))
  .filter((line) => /^kubectl (apply|-n \S+ wait) /.test(line))

test('the README has a laptop’s commands', () => {
  expect(commands.filter((line) => line.startsWith('kubectl apply'))).toHaveLength(5)
  expect(commands.filter((line) => line.includes(' wait '))).toHaveLength(1)
})

describe.runIf(given === '').each(laptops)('an empty laptop cluster, as kind makes it: $name', (subject) => {
  let cluster: Cluster
  let provisioner: NodeJS.Timeout

  beforeAll(async () => {
    cluster = await startControlPlane(binaries, join(work, `readme-${subject.name}`))
    await cluster.kubectl.apply([JSON.stringify(laptopClass)])
    for (const node of cpuNodes(subject.spec)) await cluster.api.send('POST', '/api/v1/nodes', node)
    // kind's makes a volume for each claim.
    provisioner = setInterval(() => void provisionVolumes(cluster.api).catch(() => []), 500)
  })
  afterAll(async () => {
    clearInterval(provisioner)
    await cluster?.stop()
  })

  test.each(commands)('%s', async (command) => {
    const { exitCode, stderr } = await x('bash', ['-c', command], {
      nodeOptions: {
        cwd: root,
        env: {
          ...process.env,
          KUBECONFIG: cluster.kubectl.kubeconfig,
          PATH: `${binaries}:${process.env['PATH']}`,
        },
      },
    })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  })

  test('afterwards everything of its folders is there, but what is Argo CD’s', async () => {
    const there = new Set((await snapshot(cluster.api)).keys())
    const wanted = subject.dist.filter(({ path }) => !/\/argocd\/|argo-cd-crds/.test(path))
    expect(wanted.length).toBeGreaterThan(60)
    expect(wanted.map(({ object }) => keyOf(object)).filter((key) => !there.has(key))).toEqual([])
  })
})
