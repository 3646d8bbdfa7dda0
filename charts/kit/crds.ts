import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { crdsIn } from '../../lib/kube/crds.ts'
import { draw } from '../../lib/kube/draw.ts'
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
      const { metadata, ...rest } = crd
      const annotations = { ...metadata.annotations, ...guarded }
      draw(chart, { ...rest, metadata: { ...metadata, annotations } })
      return chart
    })
}
