import { ApiObject, type Chart } from 'cdk8s'
import type { KubeObject } from './object.ts'
import type { AnyKind } from './types/any.ts'

/** An object of a kind in use. Paddock always gives the name, because cdk8s would derive one from a hash. */
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
 * Returns the objects of a chart as plain JSON values, in the order in which they were drawn. It does not use
 * `chart.toJson()`, which prepares and validates the whole app for every chart and therefore takes quadratic time. An
 * object's own `toJson()` does not.
 */
export function chartObjects(chart: Chart): KubeObject[] {
  return chart.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((object) => object.toJson() as KubeObject)
}
