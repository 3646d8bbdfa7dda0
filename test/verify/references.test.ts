import { describe, expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import { verifyReferences } from '../../lib/verify/references/index.ts'
import { madeBy } from '../../lib/verify/references/made.ts'
import { readDist } from '../support/dist.ts'
import { asValid } from '../support/valid.ts'

const shared = madeBy(asValid(readDist('us-east-1/platform')))
const acme = readDist('us-east-1/tenants/acme')

/** Acme with one object changed or, without a change, left out; what is then dangling. */
function broken(kind: string, name: string, change?: (text: string) => string): string[] {
  let found = false
  const manifests = acme.map(
    ({ path, objects }): Manifest => ({
      path,
      objects: objects.flatMap((object): KubeObject[] => {
        if (object.kind !== kind || object.metadata.name !== name) return [object]
        found = true
        if (!change) return []
        const before = JSON.stringify(object)
        const after = change(before)
        expect(after).not.toBe(before)
        return [JSON.parse(after) as KubeObject]
      }),
    }),
  )
  expect(found).toBe(true)
  return verifyReferences(asValid(manifests), shared)
    .map(render)
    .map(({ code, field, why }) => `${code} ${field}: ${why}`)
}

test('dist names nothing that is not there', () => {
  expect(verifyReferences(asValid(acme), shared)).toEqual([])
})

describe('what is gone is missed by each that names it', () => {
  test('a ServiceAccount', () => {
    expect(broken('ServiceAccount', 'bus')).toEqual([
      'reference Deployment/bus spec.template.spec.serviceAccountName: ServiceAccount tenant-acme/bus does not exist and no object makes it',
    ])
  })
  test('a ConfigMap of scripts', () => {
    expect(broken('ConfigMap', 'bus-scripts')).toEqual([
      expect.stringContaining('ConfigMap tenant-acme/bus-scripts does not exist'),
    ])
  })
  test('the ExternalSecret that makes the tenant’s Secret', () => {
    const lost = broken('ExternalSecret', 'tenant-acme-secrets')
    expect(lost.length).toBeGreaterThan(3)
    expect(lost.every((line) => line.includes('Secret tenant-acme/tenant-acme-secrets does not exist'))).toBe(
      true,
    )
  })
  test('the limit that two routes have of their own', () => {
    expect(broken('Policy', 'rate-limit-assets')).toEqual([
      'reference VirtualServer/host-0 spec.routes[0].policies[0]: Policy tenant-acme/rate-limit-assets does not exist and no object makes it',
      'reference VirtualServer/host-0 spec.routes[1].policies[0]: Policy tenant-acme/rate-limit-assets does not exist and no object makes it',
    ])
  })
  test('the Namespace', () => {
    expect(broken('Namespace', 'tenant-acme').length).toBeGreaterThan(40)
  })
  test('a Deployment that an autoscaler, a budget and a Service look for', () => {
    const lost = broken('Deployment', 'ollama-cpu')
    expect(lost.map((line) => line.split(' ')[1]?.split('/')[0]).sort()).toEqual([
      'PodDisruptionBudget',
      'ScaledObject',
      'Service',
    ])
  })
})

describe('what is misspelt is found', () => {
  test('a key of a Secret', () => {
    const rename = (text: string) => text.replaceAll('"key":"webui-secret-key"', '"key":"webui-secret-kye"')
    expect(broken('Deployment', 'open-webui', rename)[0]).toContain('has no key webui-secret-kye')
  })
  test('the name of a port', () => {
    const rename = (text: string) => text.replace('"targetPort":"valkey"', '"targetPort":"redis"')
    expect(broken('Service', 'bus', rename)).toEqual([
      'port Service/bus spec.ports[0].targetPort: no container has a port "redis"',
    ])
  })
  test('the port of a Service, at the edge and where it is probed', () => {
    const rename = (text: string) => text.replace('"port":80,', '"port":81,')
    expect(broken('Service', 'open-webui', rename).sort()).toEqual([
      'reference Probe/open-webui spec.targets.staticConfig.static[0]: Service tenant-acme/open-webui has no port 80',
      'reference VirtualServer/host-0 spec.upstreams[0]: Service tenant-acme/open-webui has no port 80',
      'reference VirtualServer/host-0 spec.upstreams[1]: Service tenant-acme/open-webui has no port 80',
    ])
  })
  test('the name of a volume', () => {
    const rename = (text: string) => text.replace('"name":"config"', '"name":"confg"')
    expect(broken('Deployment', 'bus', rename).map((line) => line.split(' ')[0])).toEqual([
      'volume',
      'volume',
    ])
  })
})

test('one object in two files is found', () => {
  const [first] = acme
  if (!first) throw new Error('dist has no acme')
  const twice = [...acme, { path: 'us-east-1/tenants/acme/zzz.yaml', objects: first.objects.slice(0, 1) }]
  expect(verifyReferences(asValid(twice), shared)).toMatchObject([{ code: 'duplicate' }])
})

test('an object of the platform’s name is found', () => {
  const taken = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'data-scripts', namespace: 'paddock-data' },
  }
  const twice = [...acme, { path: 'us-east-1/tenants/acme/zzz.yaml', objects: [taken] }]
  expect(verifyReferences(asValid(twice), shared)).toMatchObject([
    { code: 'duplicate', facts: { problem: 'shared' } },
  ])
})

test('an aggregated API is passed on to a Service that is there, at a port that it has', () => {
  const keda = readDist('us-east-1/platform/keda')
  const findings = (change: (text: string) => string) =>
    verifyReferences(
      asValid(
        keda.map(({ path, objects }) => ({
          path,
          objects: objects.map((one) =>
            one.kind === 'APIService' ? (JSON.parse(change(JSON.stringify(one))) as KubeObject) : one,
          ),
        })),
      ),
    )
      .filter(({ field }) => field.startsWith('APIService/'))
      .map(render)
      .map(({ why }) => why)
  expect(findings((text) => text)).toEqual([])
  expect(findings((text) => text.replace('"port":443', '"port":444'))).toEqual([
    'Service keda/keda-metrics-apiserver has no port 444',
  ])
  expect(findings((text) => text.replaceAll('keda-metrics-apiserver', 'away'))).toEqual([
    'Service keda/away does not exist and no object makes it',
  ])
})
