import { ApiObject, type Chart } from 'cdk8s'
import { byClass, expectKept } from './kube-classes.ts'
import type { KubeObject } from './object.ts'
import type { AnyKind } from './types/any.ts'

/** An object of a kind in use. Paddock always gives the name, because cdk8s would derive one from a hash. */
export type Drawn = AnyKind & { metadata: { name: string } }

/** Literals of objects that a class of cdk8s-plus-28 creates. */
const literals = new WeakMap<ApiObject, Drawn>()

/**
 * Draws one object into a chart. The literal is checked against the kind's generated type, unknown fields included.
 *
 * @throws when a chart draws two objects of the same kind, namespace and name
 */
export function draw(chart: Chart, object: Drawn): void {
  const { kind, metadata } = object
  const id = [kind, metadata.namespace, metadata.name].filter(Boolean).join('-')
  const made = byClass(chart, id, object)
  if (made) literals.set(made, object)
  else new ApiObject(chart, id, object)
}

/**
 * Returns the objects of a chart as plain JSON values, in the order in which they were drawn. It does not use
 * `chart.toJson()`, which prepares and validates the whole app for every chart and therefore takes quadratic time. An
 * object's own `toJson()` does not.
 *
 * @throws when a class of cdk8s-plus-28 has left out a field
 */
export function chartObjects(chart: Chart): KubeObject[] {
  return chart.node.findAll().filter(ApiObject.isApiObject).map(objectOf)
}

function objectOf(made: ApiObject): KubeObject {
  const object = made.toJson() as KubeObject
  expectKept(literals.get(made), object)
  return object
}
