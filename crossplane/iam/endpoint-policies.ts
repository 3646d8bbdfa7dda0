import { allow, type Document, document, everyone, type Statement } from '../compose/iam.ts'

/** Place of an endpoint. The texts may contain slots. */
export interface EndpointPlace {
  readonly accountId: string
  readonly region: string
}

/**
 * Account of AWS with the images of EKS' add-ons.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html
 */
const addonImages = '602401143452'

/**
 * Buckets in a region's S3 from which nodes read layers of images. A registry signs the address, or asks for no signature, so
 * the caller is not of this account.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html layers of ECR
 * @see https://github.com/kubernetes/registry.k8s.io/blob/main/cmd/archeio/internal/app/buckets.go registry.k8s.io
 * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/installation_configuration/configuring-firewall quay.io
 * @see https://docs.docker.com/desktop/setup/allow-list/ docker.io
 */
const layerBuckets = (region: string) => [
  `prod-${region}-starport-layer-bucket`,
  `prod-registry-k8s-io-${region}`,
  'quayio-production-s3',
  'docker-images-prod',
]

/** Within the VPC, credentials of other accounts reach nothing, and own credentials reach nothing of other accounts. */
function ownOnly({ accountId }: EndpointPlace, resourceAccounts: readonly string[] = [accountId]): Statement {
  return {
    ...allow('OwnAccount', ['*'], '*', {
      StringEquals: { 'aws:PrincipalAccount': accountId },
      // Calls that list or create have no resource, and then no such key.
      StringEqualsIfExists: { 'aws:ResourceAccount': resourceAccounts },
    }),
    Principal: everyone,
  }
}

/**
 * Policy of the VPC endpoint of a service: a pod that has stolen or brought credentials of another account cannot send data
 * there, and no pod can write to a foreign bucket.
 *
 * @param service name of the endpoint, `ecr.api`; `s3-gateway` for the gateway
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function endpointPolicy(service: string, place: EndpointPlace): Document {
  const { accountId, region } = place
  switch (service) {
    case 's3-gateway':
      return document(ownOnly(place), {
        ...allow(
          'ReadLayers',
          ['s3:GetObject'],
          layerBuckets(region).map((bucket) => `arn:aws:s3:::${bucket}/*`),
        ),
        Principal: everyone,
      })
    case 'ecr.api':
    case 'ecr.dkr':
      return document(ownOnly(place, [accountId, addonImages]))
    case 'sts':
      return document(ownOnly(place), {
        // A pod that asks for a role by its token has no identity yet. The role decides by the token.
        ...allow(
          'RolesByToken',
          ['sts:AssumeRoleWithWebIdentity'],
          `arn:aws:iam::${accountId}:role/paddock-*`,
        ),
        Principal: everyone,
      })
    default:
      return document(ownOnly(place))
  }
}
