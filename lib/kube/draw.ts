import { ApiObject, type Chart } from 'cdk8s'
import type { KubeObject } from './object.ts'
import type { AnyKind } from './types/any.ts'

/** An object of a kind in use. Paddock always gives the name, because cdk8s would derive one from a hash. */
export type Drawn = AnyKind & { metadata: { name: string } }

/** The part that every kind of Kubernetes has. */
interface AnyObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name?: string; readonly namespace?: string }
}

/**
 * Draws one object of a kind that a component brings, into a chart: `drawKind<Widget>(chart, { … })`. Its type is in the
 * component's folder `kinds/`.
 *
 * @throws when a chart draws two objects of the same kind, namespace and name
 */
export function drawKind<T extends AnyObject>(
  chart: Chart,
  object: T & { metadata: { name: string } },
): void {
  const { kind, metadata } = object
  new ApiObject(chart, [kind, metadata.namespace, metadata.name].filter(Boolean).join('-'), object)
}

/**
 * Draws one object into a chart. The literal is checked against the kind's generated type, unknown fields included.
 *
 * @throws when a chart draws two objects of the same kind, namespace and name
 */
export function draw(chart: Chart, object: Drawn): void {
  drawKind(chart, object)
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
