import { ApiObject, type Chart } from 'cdk8s'
import type { KubeObject } from './object.ts'
import type { AnyKind } from './types/any.ts'

/** An object of a kind in use, with a name of ours: cdk8s would make one up from a hash. */
export type Drawn = AnyKind & { metadata: { name: string } }

/**
 * Draws one object into a chart. The literal is checked against the kind's generated type, unknown fields included.
 *
 * @throws when a chart draws two objects of the same kind, namespace and name
 */
export function draw(chart: Chart, object: Drawn): void {
  const { kind, metadata } = object
  new ApiObject(chart, [kind, metadata.namespace, metadata.name].filter(Boolean).join('-'), object)
}

/**
 * The objects of a chart in the order in which they were drawn, as plain JSON values.
 *
 * `chart.toJson()` prepares and validates the whole app for every chart, which is quadratic; an object's own
 * `toJson()` does not.
 */
export function chartObjects(chart: Chart): KubeObject[] {
  return chart.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((object) => object.toJson() as KubeObject)
}
