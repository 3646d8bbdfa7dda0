import { type Static, type TObject, Type } from 'typebox'
import type { Composed, Environment } from './compose/composition.ts'
import type { Patch } from './compose/patch.ts'
import { schemaPaths } from './compose/schema-paths.ts'

const text = (description: string) => Type.String({ minLength: 1, description })

/** One id per availability zone, by the zone's letter. */
export const perZone = (description: string) =>
  Type.Object({ a: text('First zone'), b: text('Second zone'), c: text('Third zone') }, { description })

/**
 * Facts about a region that the hub's compositions learn from AWS, split into parts. A part is the status of its
 * composite resource. The hub publishes it as the EnvironmentConfig `<region>-<part>`. Later compositions of the region
 * and of its peer read it under the part's name.
 */
export const hubParts = {
  network: Type.Object({
    vpcId: text('VPC'),
    publicSubnets: perZone('Subnets of load balancers and NAT gateways'),
    nodeSubnets: perZone('Subnets of nodes and pods'),
    dataSubnets: perZone('Subnets of databases and caches'),
    endpointSubnets: perZone('Subnets of interface endpoints'),
    controlPlaneSubnets: perZone('Subnets of the control plane’s interfaces'),
    securityGroups: Type.Object({
      controlPlane: text('Of the control plane’s interfaces: from nodes, 443'),
      loadBalancer: text('Of load balancers: 443 from anywhere'),
      ingress: text('Of ingress pods: from load balancers'),
      nodes: text('Of nodes and their pods'),
      database: text('Of PostgreSQL: from nodes, 5432'),
      cache: text('Of caches: from nodes, 6379'),
      files: text('Of EFS: from nodes, 2049'),
      endpoints: text('Of interface endpoints: from nodes, 443'),
    }),
    databaseSubnetGroup: text('Subnet group of the replicas of the peer’s databases'),
    s3Endpoint: text('DNS name of the S3 interface endpoint'),
  }),
  keys: Type.Object({
    accountId: text('Account'),
    data: text('ARN of the key for databases, caches, files and buckets'),
    secrets: text('ARN of the multi-region key for secrets, or of its replica here'),
    cluster: text('ARN of the key for secrets in etcd and nodes’ disks'),
    logs: text('ARN of the key for logs'),
  }),
  cluster: Type.Object({
    accountId: text('Account'),
    name: text('Name of the EKS cluster'),
    arn: text('ARN of the EKS cluster'),
    endpoint: text('URL of its API server'),
    certificateAuthority: text('Its CA, base64'),
    oidc: Type.Object({
      providerArn: text('IAM identity provider of the cluster, for IRSA'),
      issuer: text('Issuer without https://, as trust policies name it'),
    }),
    nodeRoleArn: text('Role of nodes'),
    roles: Type.Object({
      tenant: text('ARN of the role that tenants’ Open WebUI assumes by Pod Identity; ABAC keeps them apart'),
      models: text(
        'ARN of the role under which tenants’ volumes are filled with models: it reads those of its region',
      ),
      databaseMonitoring: text('ARN of the role of RDS Enhanced Monitoring'),
    }),
  }),
  storage: Type.Object({
    models: text('Bucket of models'),
    audit: text('Bucket of audit, under object lock'),
    auditLanding: text('Bucket into which audit is written'),
    logs: text('Bucket of access logs'),
  }),
  domain: Type.Object({
    zoneId: text('Zone of the platform’s domain'),
    challengeZoneId: text('Zone in which challenges for certificates are answered'),
  }),
  edge: Type.Object({
    domain: text('Domain of the region'),
    zoneId: text('Its zone'),
    nameServers: Type.Object(
      { a: text('First'), b: text('Second'), c: text('Third'), d: text('Fourth') },
      { description: 'Name servers of the zone' },
    ),
    web: Type.Object({
      dnsName: text('Name of the ALB'),
      zoneId: text('Zone of that name'),
      listener: text('ARN of its listener'),
      healthCheck: text('Health check'),
    }),
    hosts: Type.Object({
      dnsName: text('Name of the NLB'),
      zoneId: text('Zone of that name'),
      healthCheck: text('Health check'),
    }),
  }),
  guard: Type.Object({ alarmTopic: text('ARN of the topic that pages the operators') }),
} as const satisfies Record<string, TObject>

/** A part of the facts about a region. */
export type HubPart = keyof typeof hubParts

/** All facts about a region that the hub's compositions can read. */
export type HubEnvironment = { readonly [Part in HubPart]: Static<(typeof hubParts)[Part]> }

/** Labels that select published parts. */
export const hubLabels = { region: 'paddock.dev/region', part: 'paddock.dev/part' } as const

/** Parts of the claim's own region, each under its name. */
export function ownParts(...parts: readonly HubPart[]): Environment[] {
  return parts.map((part) => ({
    from: { labels: { [hubLabels.part]: part, [hubLabels.region]: { spec: 'region' } } },
  }))
}

/** Parts of the region that the claim names as `peerRegion`, under `peer.<part>`. */
export function peerParts(...parts: readonly HubPart[]): Environment[] {
  return parts.map((part) => ({
    from: { labels: { [hubLabels.part]: part, [hubLabels.region]: { spec: 'peerRegion' } } },
    at: 'peer',
  }))
}

/** A part that exists once for all regions. The primary region creates it. */
export function theOnlyPart(part: HubPart): Environment {
  return { from: { labels: { [hubLabels.part]: part } } }
}

/** IAM role of the hub's provider-kubernetes. It can enter every region's cluster. */
export const hubKubernetesRole = 'paddock-hub-provider-kubernetes'

/** ProviderConfig of provider-kubernetes for the hub itself. That of a region's cluster has the region's name. */
export const hubProviderConfig = 'hub'

/**
 * Publishes a part: an EnvironmentConfig in the hub. It is created as soon as every leaf of the part is in the
 * composite resource's status. The composite resource's `spec` has `region`.
 */
export function publishedPart(part: HubPart): Composed {
  const manifest = 'spec.forProvider.manifest'
  const label = (key: string) => `${manifest}.metadata.labels[${key}]`
  return {
    name: `published-${part}`,
    base: {
      apiVersion: 'kubernetes.crossplane.io/v1alpha2',
      kind: 'Object',
      spec: {
        forProvider: {
          manifest: {
            apiVersion: 'apiextensions.crossplane.io/v1beta1',
            kind: 'EnvironmentConfig',
            metadata: { labels: { [hubLabels.part]: part } },
          },
        },
        providerConfigRef: { name: hubProviderConfig },
      },
    },
    patches: [
      {
        type: 'FromCompositeFieldPath',
        fromFieldPath: 'spec.region',
        toFieldPath: `${manifest}.metadata.name`,
        transforms: [{ type: 'string', string: { type: 'Format', fmt: `%s-${part}` } }],
        policy: { fromFieldPath: 'Required' },
      },
      {
        type: 'FromCompositeFieldPath',
        fromFieldPath: 'spec.region',
        toFieldPath: label(hubLabels.region),
        policy: { fromFieldPath: 'Required' },
      },
      ...schemaPaths(hubParts[part]).map(
        (path): Patch => ({
          type: 'FromCompositeFieldPath',
          fromFieldPath: `status.${path}`,
          toFieldPath: `${manifest}.data.${part}.${path}`,
          policy: { fromFieldPath: 'Required' },
        }),
      ),
    ],
  }
}
