import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { prioritiesChart } from '../../kit/priorities.ts'

/** The priorities. They come first of all: the API server rejects a pod that names a missing one. */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [prioritiesChart(scope, cluster)]
}
