import type { Chart } from 'cdk8s'
import { MiB } from '../../../lib/catalog/units.ts'
import { drawKind } from '../../../lib/kube/draw.ts'
import { wave } from '../../../lib/kube/guard.ts'
import { cpuNodes, resources, restrictedContainer, restrictedPod, scratch } from '../../../lib/kube/pod.ts'
import type { PodResources } from '../../../lib/resolve/pod-types.ts'
import type { DeploymentRuntimeConfig } from '../crossplane-core/kinds/pkg.crossplane.io/DeploymentRuntimeConfig-v1beta1.ts'

/** User under which the core starts packages by default. */
const user = 2000

interface Runtime {
  readonly name: string
  readonly pod: PodResources
  readonly replicas: number
  /** The service account to which a role is bound. The core chooses one unless given. */
  readonly account?: string
}

/**
 * Runtime settings of a package: restricted, as its namespace requires. The core adds image, arguments, ports,
 * certificates, selector and everything that is not set here.
 */
export function drawRuntime(chart: Chart, { name, pod, replicas, account }: Runtime): void {
  drawKind<DeploymentRuntimeConfig>(chart, {
    apiVersion: 'pkg.crossplane.io/v1beta1',
    kind: 'DeploymentRuntimeConfig',
    metadata: { name, annotations: wave(-3) },
    spec: {
      ...(account ? { serviceAccountTemplate: { metadata: { name: account } } } : {}),
      deploymentTemplate: {
        spec: {
          replicas,
          selector: {},
          template: {
            spec: {
              affinity: cpuNodes,
              containers: [
                {
                  name: 'package-runtime',
                  resources: resources(pod),
                  securityContext: restrictedContainer,
                  volumeMounts: [{ mountPath: '/tmp', name: 'tmp' }],
                },
              ],
              enableServiceLinks: false,
              priorityClassName: 'platform',
              securityContext: restrictedPod(user),
              volumes: [scratch('tmp', 64 * MiB)],
            },
          },
        },
      },
    },
  })
}
