import { Type } from 'typebox'
import { kubernetesVersions } from '../../../lib/catalog/kubernetes.ts'
import { api } from '../../compose/api.ts'
import { region, tags } from '../../compose/fields.ts'
import { reported } from '../../compose/reported.ts'
import { hubParts } from '../../hub-environment.ts'

/** A region's EKS cluster with its add-ons and the roles of its controllers. Its nodes are a `NodeFleet`. */
export const kubernetesCluster = api({
  kind: 'KubernetesCluster',
  plural: 'kubernetesclusters',
  description:
    'EKS cluster of a region: encrypted, logged, entered by roles alone, with add-ons and pod identities',
  spec: Type.Object({
    region,
    clusterName: Type.String({
      pattern: '^paddock-[a-z][a-z0-9-]{1,19}$',
      maxLength: 28,
      description: 'Name of the cluster in EKS',
    }),
    version: Type.Enum([...kubernetesVersions], { description: 'Kubernetes' }),
    apiAccessCidrs: Type.Array(
      Type.String({ pattern: '^[0-9]{1,3}(\\.[0-9]{1,3}){3}/([89]|[12][0-9]|3[0-2])$', maxLength: 18 }),
      {
        minItems: 1,
        // @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
        maxItems: 40,
        description: 'From where the API server’s public address answers; never from anywhere',
      },
    ),
    operatorRole: Type.String({
      pattern: '^[A-Za-z0-9_-]{1,64}$',
      maxLength: 64,
      description: 'IAM role of the operators, in this account',
    }),
    operatorGroups: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9:-]{0,62}$', maxLength: 63 }), {
      minItems: 1,
      maxItems: 10,
      description: 'Kubernetes groups that the operators have',
    }),
    tags,
  }),
  status: reported(hubParts.cluster),
  rules: [
    {
      rule: "self.operatorGroups.all(g, !g.startsWith('system:'))",
      message: 'operatorGroups must not be groups of Kubernetes itself: EKS refuses system:',
    },
  ],
  immutable: ['region', 'clusterName'],
  connectionKeys: [],
})
