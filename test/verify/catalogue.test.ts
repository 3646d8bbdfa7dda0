import { describe, expect, test } from 'vitest'
import { imageReferences } from '../../lib/catalog/image-files.ts'
import { imageReference } from '../../lib/catalog/images.ts'
import { packageReference, packageVersions } from '../../lib/catalog/packages.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { imageBreaches } from '../../lib/verify/policy/images.ts'

const good = imageReference('postgres')
const [repository = '', tag = ''] = good.split(/[:@]/)
const fresh = imageReference('valkey')

/** References that differ from the catalogue's in one way each. */
const others = {
  'another tag': `${repository}:${tag}-alpine`,
  'no tag': repository,
  'a moving tag': `${repository}:latest`,
  'another registry': good.replace('docker.io', 'quay.io'),
  'no registry': good.replace('docker.io/', ''),
  'another repository': good.replace('postgres', 'postgres-extra'),
  'another digest': `${repository}:${tag}@sha256:${'0'.repeat(64)}`,
  'a digest alone': `${repository}@sha256:${'0'.repeat(64)}`,
  'a digest where the catalogue has none': `${fresh.split('@')[0]}@sha256:${'0'.repeat(64)}`,
  'a blank behind it': `${good} `,
  nothing: '',
}

const pod = (image: string) => ({
  containers: [
    { name: 'a', image: good },
    { name: 'b', image },
  ],
})
const object = (kind: string, spec: unknown): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'x' },
  spec,
})

/** Every place that names an image, with the field that the finding must name. */
const places: Record<string, [(image: string) => KubeObject, string]> = {
  'a container': [(image) => object('Pod', pod(image)), 'spec.containers[1].image'],
  'a container of a template': [
    (image) => object('Deployment', { template: { spec: pod(image) } }),
    'spec.template.spec.containers[1].image',
  ],
  'a container of a CronJob': [
    (image) => object('CronJob', { jobTemplate: { spec: { template: { spec: pod(image) } } } }),
    'spec.jobTemplate.spec.template.spec.containers[1].image',
  ],
  'an init container': [
    (image) => object('Pod', { containers: [], initContainers: [{ image }] }),
    'spec.initContainers[0].image',
  ],
  'an ephemeral container': [
    (image) => object('Pod', { containers: [], ephemeralContainers: [{ image }] }),
    'spec.ephemeralContainers[0].image',
  ],
  'a volume': [
    (image) => object('Pod', { containers: [], volumes: [{ name: 'v', image: { reference: image } }] }),
    'spec.volumes[0].image.reference',
  ],
  'a package’s runtime': [
    (image) =>
      object('DeploymentRuntimeConfig', { deploymentTemplate: { spec: { template: { spec: pod(image) } } } }),
    'spec.deploymentTemplate.spec.template.spec.containers[1].image',
  ],
  'a server of an operator': [(image) => object('Alertmanager', { image }), 'spec.image'],
  'a kind that nobody has thought of': [
    (image) => object('Whatever', { parts: [{ sidecarImage: image }] }),
    'spec.parts[0].sidecarImage',
  ],
  'an argument': [
    (image) => object('Pod', { containers: [{ args: ['-v', `--acme-http01-solver-image=${image}`] }] }),
    'spec.containers[0].args',
  ],
  'an argument of two words': [
    (image) => object('Pod', { containers: [{ args: ['--prometheus-config-reloader', image] }] }),
    'spec.containers[0].args',
  ],
  'a variable': [
    (image) => object('Pod', { containers: [{ env: [{ name: 'RELATED_IMAGE_WEBHOOK', value: image }] }] }),
    'spec.containers[0].env[0].value',
  ],
}

describe.each(Object.entries(places))('%s', (place, [make, field]) => {
  test('takes every reference of the catalogue', () => {
    for (const reference of imageReferences()) expect(imageBreaches(make(reference))).toEqual([])
  })

  test.each(Object.entries(others))('with %s is refused', (_, image) => {
    // Blanks end a word of a command.
    if (place.startsWith('an argument') && (image === '' || image.endsWith(' '))) return
    expect(imageBreaches(make(image)).map((one) => one.field)).toEqual([field])
  })
})

describe('a package of Crossplane', () => {
  const install = (kind: string, text: string) => imageBreaches(object(kind, { package: text }))
  const provider = packageReference('provider-kubernetes')

  test.each(['Provider', 'Function', 'Configuration'])('of kind %s is one of the catalogue', (kind) => {
    expect(Object.keys(packageVersions).flatMap((name) => install(kind, packageReference(name)))).toEqual([])
    for (const text of [
      `${provider}-rc.1`,
      provider.split(':')[0] ?? '',
      provider.replace('contrib', 'labs'),
      good,
    ])
      expect(install(kind, text)).toMatchObject([{ field: 'spec.package' }])
  })

  test('is not taken where an image should be', () => {
    expect(imageBreaches(object('Pod', pod(provider)))).toHaveLength(1)
  })

  test('has no digest, and one that is not in the catalogue cannot be named', () => {
    for (const name of Object.keys(packageVersions))
      expect(packageReference(name)).toMatch(/:v\d+\.\d+\.\d+$/)
    for (const name of ['provider-gcp', 'toString'])
      expect(() => packageReference(name)).toThrow('not in lib/catalog')
  })
})

test('schemas name fields, not images; settings that speak of pictures are none', () => {
  expect(imageBreaches(object('CustomResourceDefinition', { image: 'any' }))).toEqual([])
  const env = [{ name: 'IMAGE_GENERATION_ENGINE', value: 'openai' }]
  expect(imageBreaches(object('Pod', { containers: [{ env, args: ['--imagery=on'] }] }))).toEqual([])
})
