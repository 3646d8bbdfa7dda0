import { isDeepStrictEqual } from 'node:util'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { nameOf, observed } from './observe.ts'
import { type Rendered, type Renderer, render } from './render.ts'

/** Definitions and compositions of a cluster. */
export interface Apis {
  readonly definitions: readonly KubeObject[]
  readonly compositions: readonly KubeObject[]
}

/** A claim from its first reconciliation to the one that has nothing more to make. */
export interface Lifetime {
  readonly claim: KubeObject
  readonly composition: string
  /** Names within the composition that each pass made, new ones only. */
  readonly passes: readonly (readonly string[])[]
  /** Names that the composition has and no pass made. */
  readonly never: readonly string[]
  readonly last: Rendered
}

interface CompositionSpec {
  readonly pipeline: readonly {
    readonly step: string
    readonly input?: { readonly resources?: readonly Template[] }
  }[]
}
interface Template {
  readonly name: string
  readonly patches?: readonly { readonly type: string; readonly fromFieldPath?: string }[]
}

/** More than the longest chain of ids: what one resource reports reaches another two rounds later. */
const mostRounds = 16

/** Reconciles a claim again and again, each time with what the pass before made, as providers would leave it. */
export async function live(
  renderer: Renderer,
  apis: Apis,
  claim: KubeObject,
  environments: readonly KubeObject[],
): Promise<Lifetime> {
  const definition = apis.definitions.find((one) => names(one).claim === claim.kind)
  if (!definition) throw new Error(`no definition of ${claim.kind}`)
  const name = compositionOf(claim, definition)
  const composition = apis.compositions.find(({ metadata }) => metadata.name === name)
  if (!composition) throw new Error(`${claim.kind} ${claim.metadata.name} wants composition ${name}`)
  const templates = (composition['spec'] as CompositionSpec).pipeline.flatMap(
    ({ input }) => input?.resources ?? [],
  )

  let composite = compositeOf(claim, names(definition).composite)
  let seen: readonly KubeObject[] = []
  const passes: string[][] = []
  let rounds = 0
  for (;;) {
    const scene = { composite, composition, definition, environments, observed: seen }
    const last = await render(renderer, scene)
    const before = new Set(passes.flat())
    const made = last.composed.map(nameOf)
    const fresh = made.filter((one) => !before.has(one)).sort()
    const settled = isDeepStrictEqual(last.composite['status'], composite['status'])
    if ((fresh.length === 0 && settled) || rounds === mostRounds) {
      const never = templates.map((one) => one.name).filter((one) => !made.includes(one))
      return { claim, composition: name, passes, never, last }
    }
    rounds += 1
    if (fresh.length > 0) passes.push(fresh)
    seen = last.composed.map((one) => observed(one, templates))
    composite = { ...composite, status: last.composite['status'] }
  }
}

function names(definition: KubeObject) {
  const { claimNames, names: own } = definition['spec'] as {
    claimNames: { kind: string }
    names: { kind: string }
  }
  return { claim: claimNames.kind, composite: own.kind }
}

function compositionOf(claim: KubeObject, definition: KubeObject): string {
  const { compositionRef } = claim['spec'] as { compositionRef?: { name: string } }
  const { defaultCompositionRef } = definition['spec'] as { defaultCompositionRef: { name: string } }
  return (compositionRef ?? defaultCompositionRef).name
}

/** The composite resource that Crossplane makes of a claim. */
export function compositeOf(claim: KubeObject, kind: string): KubeObject {
  const { name, namespace = '' } = claim.metadata
  const { writeConnectionSecretToRef: secret, ...spec } = claim['spec'] as Record<string, unknown>
  return {
    apiVersion: claim.apiVersion,
    kind,
    metadata: {
      name: `${name}-abcde`,
      uid: '11111111-2222-4333-8444-555555555555',
      labels: { 'crossplane.io/claim-name': name, 'crossplane.io/claim-namespace': namespace },
    } as KubeObject['metadata'],
    spec: {
      ...spec,
      claimRef: { apiVersion: claim.apiVersion, kind: claim.kind, name, namespace },
      ...(secret
        ? {
            writeConnectionSecretToRef: {
              name: '11111111-2222-4333-8444-555555555555',
              namespace: 'crossplane-system',
            },
          }
        : {}),
    },
  }
}
