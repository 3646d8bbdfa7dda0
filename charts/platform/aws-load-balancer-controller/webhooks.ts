import type { Chart } from 'cdk8s'
import { draw } from '../../../lib/kube/draw.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { injectedFrom } from '../../kit/certificate.ts'

/** Fields that the API server would fill with defaults. Without them each sync would find a difference. */
const common = {
  admissionReviewVersions: ['v1'],
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  objectSelector: {},
  sideEffects: 'None',
  timeoutSeconds: 10,
}
const inIngressNamespace = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': platform.ingress } },
}
const bindings = {
  apiGroups: ['elbv2.k8s.aws'],
  apiVersions: ['v1beta1'],
  operations: ['CREATE', 'UPDATE'],
  resources: ['targetgroupbindings'],
  scope: '*',
}

/**
 * Draws the webhooks. They complete and check bindings, and add a readiness gate for each binding to pods of the
 * ingress controller. While the controller is unreachable, no load balancer could receive a new pod, so the API server
 * rejects new pods then.
 */
export function drawWebhooks(
  chart: Chart,
  service: { readonly name: string; readonly namespace: string },
  certificate: string,
): void {
  const { name } = service
  const metadata = { name, annotations: injectedFrom(service.namespace, certificate) }
  const call = (path: string) => ({ clientConfig: { service: { ...service, path, port: 443 } } })
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata,
    webhooks: [
      {
        ...common,
        ...inIngressNamespace,
        ...call('/mutate-v1-pod'),
        name: 'mpod.elbv2.k8s.aws',
        reinvocationPolicy: 'Never',
        rules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: '*' },
        ],
      },
      {
        ...common,
        ...call('/mutate-elbv2-k8s-aws-v1beta1-targetgroupbinding'),
        name: 'mtargetgroupbinding.elbv2.k8s.aws',
        namespaceSelector: {},
        reinvocationPolicy: 'Never',
        rules: [bindings],
      },
    ],
  })
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata,
    webhooks: [
      {
        ...common,
        ...call('/validate-elbv2-k8s-aws-v1beta1-targetgroupbinding'),
        name: 'vtargetgroupbinding.elbv2.k8s.aws',
        namespaceSelector: {},
        rules: [bindings],
      },
    ],
  })
}
