import type { OwnChart } from '../../lib/kube/own-chart.ts'

/** Gives the default export of a file in `charts/own/` its type. */
export function ownChart(definition: OwnChart): OwnChart {
  return definition
}
