import { ApiObject, Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { crdsIn, type NamedCrd } from '../../lib/kube/crds.ts'
import { guarded } from '../../lib/kube/guard.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'

/**
 * Draws one file for each CRD of an operator, so a change of one kind changes one file. The deletion of a CRD deletes
 * every object of its kind, so a person must confirm it.
 *
 * @param folder `crds/<operator>/` of the component that brings them
 */
export function crdCharts(folder: URL) {
  return (scope: Construct, cluster: ResolvedCluster): Chart[] =>
    crdsIn(folder).map((crd) => {
      const chart = new Chart(scope, crd.metadata.name, { labels: cluster.labels })
      new CrdObject(chart, crd)
      return chart
    })
}

/**
 * A CRD whose `spec` is taken as it is. cdk8s would copy it value by value, twice, for each cluster; CRDs are two thirds
 * of the bytes of dist.
 */
class CrdObject extends ApiObject {
  readonly #spec: NamedCrd['spec']

  constructor(chart: Chart, { spec, metadata, ...rest }: NamedCrd) {
    const annotations = { ...metadata.annotations, ...guarded }
    super(chart, `${rest.kind}-${metadata.name}`, { ...rest, metadata: { ...metadata, annotations } })
    this.#spec = spec
  }

  override toJson(): object {
    return { ...super.toJson(), spec: this.#spec }
  }
}
