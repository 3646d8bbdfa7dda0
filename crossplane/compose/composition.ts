import type { AwsKind } from '@crossplane/provider-aws'
import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import type { Object as KubernetesObject } from '../../lib/kube/types/kubernetes.crossplane.io/Object-v1alpha2.ts'
import { boundaryArn } from '../iam/boundary.ts'
import { type Api, apiVersion, compositeKind } from './api.ts'
import { compositionName } from './composition-name.ts'
import { functions } from './functions.ts'
import { field, type Patch, slot, text } from './patch.ts'

type Partly<T> = T extends readonly (infer Item)[]
  ? Partly<Item>[]
  : T extends object
    ? { [Key in keyof T]?: Partly<T[Key]> }
    : T
/** A resource before its patches. Every field is optional, and no unknown field is allowed. */
type Base<Kind> = Kind extends { apiVersion: string; kind: string }
  ? Pick<Kind, 'apiVersion' | 'kind'> & Partly<Omit<Kind, 'apiVersion' | 'kind'>>
  : never

/** One key of the connection Secret and where its value comes from. */
export type Connection =
  | { readonly name: string; readonly secretKey: string }
  | { readonly name: string; readonly fieldPath: string }
  | { readonly name: string; readonly value: string }

/** A composed resource. */
export interface Composed {
  /** Name within the composition. It must never change, because Crossplane identifies the resource by it. */
  readonly name: string
  readonly base: Base<AwsKind | KubernetesObject>
  readonly patches: readonly Patch[]
  /** Keys of the connection Secret: from the resource's own Secret, from one of its fields, or constants. */
  readonly connection?: readonly Connection[]
}

/** An EnvironmentConfig that a composition reads. Later ones are merged over earlier ones. */
export interface Environment {
  /** Selected by name, or by labels whose values are constants or fields of the composite resource's `spec`. */
  readonly from:
    | { readonly name: string }
    | { readonly labels: Readonly<Record<string, string | { readonly spec: string }>> }
  /** Path for its data in the environment; the root unless given. */
  readonly at?: string
}

/** Name of the EnvironmentConfig that the hub publishes into each region's cluster. */
export const regionEnvironmentName = 'region'
/** Environment of the compositions in a region's own cluster. */
export const regionEnvironment: readonly Environment[] = [{ from: { name: regionEnvironmentName } }]

/** One composition of an API. An API may have several, and its claim selects one. */
export interface CompositionPlan {
  /** Suffix of the composition's name. The composition without a suffix is the API's default. */
  readonly variant?: string
  readonly environments: readonly Environment[]
  readonly resources: readonly Composed[]
}

/**
 * Draws a composition of an API: its environment, then the resources, then readiness. Texts read fields of the claim in
 * the environment under `claim`.
 */
export function drawComposition(chart: Chart, api: Api, plan: CompositionPlan): void {
  const { environments } = plan
  const resources = plan.resources.map((resource) => bounded(resource, environments))
  const claimPatches = claimEnvironmentPatches(resources)
  draw(chart, {
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'Composition',
    metadata: { name: compositionName(api, plan.variant) },
    spec: {
      compositeTypeRef: { apiVersion, kind: compositeKind(api) },
      mode: 'Pipeline',
      pipeline: [
        ...environmentStep(environments),
        {
          step: 'resources',
          functionRef: { name: functions.patchAndTransform.name },
          input: {
            apiVersion: 'pt.fn.crossplane.io/v1beta1',
            kind: 'Resources',
            ...(claimPatches.length > 0 ? { environment: { patches: claimPatches } } : {}),
            resources: resources.map(composedResource),
          },
        },
        { step: 'ready', functionRef: { name: functions.autoReady.name } },
      ],
      ...(api.connectionKeys.length > 0 ? { writeConnectionSecretsToNamespace: 'crossplane-system' } : {}),
    },
  })
}

/** Reads the environment. A composition that needs no environment omits this step. */
function environmentStep(environments: readonly Environment[]) {
  if (environments.length === 0) return []
  return [
    {
      step: 'environment',
      functionRef: { name: functions.environmentConfigs.name },
      input: {
        apiVersion: 'environmentconfigs.fn.crossplane.io/v1beta1',
        kind: 'Input',
        spec: { environmentConfigs: environments.map(environmentInput) },
      },
    },
  ]
}

/** Adds the permissions boundary of the account's bootstrap to every composed role. No role can exceed it. */
function bounded(resource: Composed, environments: readonly Environment[]): Composed {
  if (resource.base.kind !== 'Role') return resource
  // A region's own cluster gets the account number directly, the hub gets it with the region's keys.
  const inRegion = environments.some(({ from }) => 'name' in from && from.name === regionEnvironmentName)
  const accountId = slot(inRegion ? 'accountId' : 'keys.accountId')
  return {
    ...resource,
    patches: [...resource.patches, text(boundaryArn(accountId), field('permissionsBoundary'))],
  }
}

/** Copies the claim's fields that texts of the resources use into the environment, where the texts read them. */
function claimEnvironmentPatches(resources: readonly Composed[]): object[] {
  const slots = resources.flatMap(({ patches }) =>
    patches.flatMap(({ combine }) => combine?.variables.map((one) => one.fromFieldPath) ?? []),
  )
  const names = slots.filter((path) => path.startsWith('claim.')).map((path) => path.slice('claim.'.length))
  return [...new Set(names)].sort().map((name) => ({
    type: 'FromCompositeFieldPath',
    fromFieldPath: name.startsWith('status.') ? name : `spec.${name}`,
    toFieldPath: `claim.${name}`,
    // A status is set later. A resource that needs it waits through its own patch.
    policy: { fromFieldPath: name.startsWith('status.') ? 'Optional' : 'Required' },
  }))
}

function environmentInput({ from, at }: Environment): object {
  const to = at === undefined ? {} : { toFieldPath: at }
  if ('name' in from) return { type: 'Reference', ref: { name: from.name }, ...to }
  const matchLabels = Object.entries(from.labels).map(([key, value]) =>
    typeof value === 'string'
      ? { key, type: 'Value', value }
      : { key, type: 'FromCompositeFieldPath', valueFromFieldPath: `spec.${value.spec}` },
  )
  return { type: 'Selector', selector: { mode: 'Single', matchLabels }, ...to }
}

function composedResource({ name, base, patches, connection }: Composed) {
  return {
    name,
    base,
    patches,
    ...(connection ? { connectionDetails: connection.map(connectionDetail) } : {}),
  }
}

function connectionDetail(one: Connection): object {
  const { name } = one
  if ('secretKey' in one)
    return { name, type: 'FromConnectionSecretKey', fromConnectionSecretKey: one.secretKey }
  if ('fieldPath' in one) return { name, type: 'FromFieldPath', fromFieldPath: one.fieldPath }
  return { name, type: 'FromValue', value: one.value }
}
