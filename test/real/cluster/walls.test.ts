import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'cdk8s'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { charts } from '../../../charts/platform/tenant-admission/index.ts'
import { chartObjects } from '../../../lib/kube/draw.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { planted } from '../../allow/planted.ts'
import { objects, cluster as regional } from '../../allow/tenant.ts'
import { collection, messageOf, type Resource } from './api.ts'
import { type Cluster, startControlPlane } from './control-plane.ts'
import { groupOf, readDist } from './dist.ts'
import { work } from './subject.ts'
import { established, mustApply } from './sync.ts'
import { waitUntilNone } from './wait.ts'
import { derivedCrds } from './xrds.ts'

const root = new URL('../../..', import.meta.url).pathname
const given = process.env['PADDOCK_KUBECONFIG'] ?? ''
const policies = charts(new App(), regional).flatMap(chartObjects)
const isPolicy = ({ kind }: KubeObject) => kind === 'ValidatingAdmissionPolicy'

/** The table of lib/kube/allow on a real API server, with the CRDs that dist has. */
describe.runIf(given === '')('the API server with the policies of one tenant', () => {
  let cluster: Cluster
  let resources: readonly Resource[]

  beforeAll(async () => {
    cluster = await startControlPlane(process.env['PADDOCK_KUBERNETES'] ?? '', join(work, 'walls'))
    const all = readDist(join(root, 'dist'), 'us-east-1').map(({ object }) => object)
    const crds = [
      ...all.filter(({ kind }) => kind === 'CustomResourceDefinition'),
      ...all.filter(({ kind }) => kind === 'CompositeResourceDefinition').flatMap(derivedCrds),
    ]
    await mustApply(cluster, crds)
    await established(cluster, crds)
    resources = await cluster.api.resources()
    await mustApply(cluster, [
      ...objects.filter(({ kind }) => kind === 'Namespace'),
      ...policies.filter(isPolicy),
      ...policies.filter((one) => !isPolicy(one)),
    ])
    const idle = async () => {
      const { status } = await post({
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: 'a', namespace: 'tenant-planted' },
      })
      return status === 403 ? [] : [`a Lease is answered ${status}`]
    }
    expect(await waitUntilNone(idle, 60)).toEqual([])
  }, 300_000)
  afterAll(async () => {
    await cluster?.stop()
  })

  /** Creates an object, up to its storage. */
  async function post(object: KubeObject) {
    const group = groupOf(object)
    const version = group === '' ? object.apiVersion : object.apiVersion.slice(group.length + 1)
    const found = resources.find((one) => one.kind === object.kind && one.group === group)
    if (!found) throw new Error(`${object.apiVersion} ${object.kind} is not served`)
    const path = collection({ ...found, version }, object.metadata.namespace)
    const answer = await cluster.api.send('POST', `${path}?dryRun=All`, object)
    return { status: answer.status, message: messageOf(answer.body) }
  }

  test('accepts every object of the tenant', async () => {
    const own = objects.filter(({ metadata }) => metadata.namespace === 'tenant-planted')
    const refused: string[] = []
    for (const object of own) {
      const { status, message } = await post(object)
      // Kubernetes itself has made the account `default`.
      if (status !== 201 && status !== 409)
        refused.push(`${object.kind} ${object.metadata.name}: ${status} ${message}`)
    }
    appendFileSync(join(work, 'report.txt'), `own objects: ${own.length}, refused: ${refused.length}\n`)
    expect(refused).toEqual([])
  })

  test('refuses every planted object', async () => {
    const tried = planted.filter(({ wall }) => wall === 'git and api server')
    const passed: string[] = []
    const before: string[] = []
    let byPolicy = 0
    for (const { what, object } of tried) {
      const { status, message } = await post(object)
      if (status === 201 || status === 409) passed.push(what)
      else if (/ValidatingAdmissionPolicy 'paddock-tenant-/.test(message)) byPolicy += 1
      else before.push(`${what}: ${status} ${message.slice(0, 160)}`)
    }
    const lines = [
      `planted in a tenant's namespace: ${tried.length}, refused by a policy: ${byPolicy}, before it: ${before.length}, passed: ${passed.length}`,
      ...before.map((line) => `  ${line}`),
    ]
    appendFileSync(join(work, 'report.txt'), `${lines.join('\n')}\n`)
    expect(passed).toEqual([])
    expect(byPolicy).toBeGreaterThanOrEqual(120)
  })

  test('has nothing to say about the expressions', async () => {
    const live = await cluster.api.list('/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies')
    const warnings = live.flatMap(({ metadata, status }) => {
      const { typeChecking } = (status ?? {}) as {
        typeChecking?: { expressionWarnings?: readonly { fieldRef: string; warning: string }[] }
      }
      return (typeChecking?.expressionWarnings ?? []).map(
        (one) => `${metadata.name} ${one.fieldRef} ${one.warning}`,
      )
    })
    expect(warnings).toEqual([])
  })
})
