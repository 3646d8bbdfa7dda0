import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { verifyAllowed } from '../../lib/verify/policy/allowed.ts'
import { asValid } from '../support/valid.ts'
import { refusals } from './admit.ts'
import { objects, own } from './tenant.ts'

type Json = Record<string, unknown>

/** Every object and list of a value, with the keys that lead to it. */
function places(value: unknown, keys: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  return [keys, ...Object.entries(value).flatMap(([key, child]) => places(child, [...keys, key]))]
}

const inNamespace = objects.filter(({ metadata }) => metadata.namespace === own.namespace)
/** Controllers write metadata, so the API server looks at less of it. */
const mutable = inNamespace.flatMap((object) => {
  const { apiVersion: _, kind: __, metadata: ___, ...rest } = object
  return places(rest)
    .filter((keys) => keys.length > 0)
    .map((keys) => ({ object, keys }))
})

/** Texts that mean something in one place or another, so that a mutation is not always nonsense. */
const texts = fc.constantFrom(
  'planted',
  own.namespace,
  'tenant-globex',
  `${own.namespace}-secrets`,
  own.tenant,
  'globex',
  ...own.hosts,
  'chat.globex.example',
  'planted:it',
  '*',
  '',
  'Default',
  'ClusterIP',
  '10.0.0.0/8',
)

interface Mutation {
  readonly how: 'remove' | 'add' | 'text' | 'number' | 'truth' | 'repeat'
  readonly pick: number
  readonly text: string
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom('remove', 'add', 'text', 'number', 'truth', 'repeat'),
  pick: fc.nat(),
  text: texts,
})

/** Changes one thing of an object; values keep their type, as schemas make sure of. */
function mutated(object: KubeObject, keys: readonly string[], { how, pick, text }: Mutation): KubeObject {
  const copy = structuredClone(object)
  const at = keys.reduce<Json>((value, key) => value[key] as Json, copy as unknown as Json)
  const names = Object.keys(at)
  const name = names[pick % Math.max(names.length, 1)]
  if (Array.isArray(at)) {
    if (how === 'repeat' && at.length > 0) at.push(structuredClone(at[pick % at.length]))
    else if (at.length > 0) at.splice(pick % at.length, 1)
  } else if (how === 'add') at[text === '' ? 'planted' : text] = text
  else if (name !== undefined && how === 'remove') delete at[name]
  else if (name !== undefined && typeof at[name] === 'string') at[name] = text
  else if (name !== undefined && typeof at[name] === 'number') at[name] = pick % 70_000
  else if (name !== undefined && typeof at[name] === 'boolean') at[name] = !at[name]
  return copy
}

test('the verifier and the API server’s policies decide alike on every mutation of a tenant’s objects', () => {
  const seen = { refused: 0, accepted: 0 }
  fc.assert(
    fc.property(fc.constantFrom(...mutable), mutation, ({ object, keys }, change) => {
      const candidate = mutated(object, keys, change)
      const inGit = verifyAllowed(asValid([{ path: 'a.yaml', objects: [candidate] }]), own).map(
        ({ field }) => field,
      )
      const inCluster = refusals(candidate)
      seen[inGit.length > 0 ? 'refused' : 'accepted'] += 1
      expect({ keys, change, inGit, inCluster, refused: inCluster.length > 0 }).toMatchObject({
        refused: inGit.length > 0,
      })
    }),
    { numRuns: 3000, seed: 14 },
  )
  expect(Math.min(seen.refused, seen.accepted)).toBeGreaterThan(300)
})
