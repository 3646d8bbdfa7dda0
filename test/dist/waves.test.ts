import { expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { readDist } from '../support/dist.ts'

const waveOf = ({ metadata }: KubeObject) =>
  Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0)
/** Objects by the folder that an Application applies. */
const folders = new Map<string, KubeObject[]>()
for (const { path, objects } of readDist()) {
  const folder = path.slice(0, path.lastIndexOf('/'))
  folders.set(folder, [...(folders.get(folder) ?? []), ...objects])
}

test('an autoscaler comes no earlier than what it scales: it would never be well, and the wave never end', () => {
  const early = [...folders].flatMap(([folder, all]) =>
    all
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .filter((object) => {
        const { scaleTargetRef } = object['spec'] as { scaleTargetRef: { kind: string; name: string } }
        const target = all.find(
          (one) => one.kind === scaleTargetRef.kind && one.metadata.name === scaleTargetRef.name,
        )
        return target === undefined || waveOf(object) < waveOf(target)
      })
      .map(({ metadata }) => `${folder} ${metadata.name}`),
  )
  expect(early).toEqual([])
})

test('what may wait for GPUs, models or people keeps no tenant from its migration', () => {
  const waiting = [...folders]
    .filter(([folder]) => folder.includes('/tenants/'))
    .flatMap(([folder, all]) => {
      const migrations = all.filter(({ metadata }) => metadata.name.startsWith('migrate-'))
      const last = Math.max(...migrations.map(waveOf))
      return all
        .filter(({ metadata }) => /^(ollama|fill-models)/.test(metadata.name))
        .filter((one) => ['Deployment', 'Job'].includes(one.kind) && waveOf(one) <= last)
        .map(({ kind, metadata }) => `${folder} ${kind} ${metadata.name}`)
    })
  expect(waiting).toEqual([])
})
