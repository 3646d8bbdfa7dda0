import { type Static, Type } from 'typebox'
import { perZone } from './hub-environment.ts'

const text = (description: string) => Type.String({ minLength: 1, description })

/**
 * Facts about a region that only AWS knows. The hub's compositions publish them into the region's cluster as the
 * EnvironmentConfig `region`, and the region's compositions read it. Both sides use this type.
 */
export const regionSchema = Type.Object(
  {
    accountId: text('Account'),
    region: text('Region'),
    clusterName: text('Name of the EKS cluster'),
    operatorRole: text('Name of the IAM role of the operators'),
    oidc: Type.Object({
      providerArn: text('IAM identity provider of the cluster, for IRSA'),
      issuer: text('Issuer without https://, as trust policies name it'),
    }),
    keys: Type.Object({
      data: text('ARN of the key for databases, caches, files and buckets'),
      secrets: text('ARN of the multi-region key for secrets'),
      logs: text('ARN of the key for logs'),
    }),
    network: Type.Object({
      vpcId: text('VPC'),
      dataSubnets: perZone('Subnets of databases and caches'),
      nodeSubnets: perZone('Subnets of nodes: a mount target of EFS in each'),
      securityGroups: Type.Object({
        database: text('Of PostgreSQL: from application nodes, 5432'),
        cache: text('Of caches: from application nodes, 6379'),
        files: text('Of EFS: from application nodes, 2049'),
      }),
    }),
    roles: Type.Object({
      tenant: text('ARN of the role that tenants’ Open WebUI assumes by Pod Identity; ABAC keeps them apart'),
      models: text(
        'ARN of the role under which tenants’ volumes are filled with models: it reads those of its region',
      ),
      databaseMonitoring: text('ARN of the role of RDS Enhanced Monitoring'),
    }),
    buckets: Type.Object({
      models: text('Bucket of models'),
      auditLanding: text('Bucket into which audit is written'),
    }),
    topics: Type.Object({ alarms: text('ARN of the topic that pages the operators') }),
    endpoints: Type.Object({ s3: text('DNS name of the S3 interface endpoint') }),
    peer: Type.Object(
      {
        region: text('Region'),
        dataKey: text('ARN of its key for data'),
        secretsKey: text('ARN of the replica of the key for secrets'),
        logsKey: text('ARN of its key for logs'),
        alarmTopic: text('ARN of its topic for alarms'),
        databaseSubnetGroup: text('Subnet group of its databases'),
        databaseSecurityGroup: text('Security group of its databases'),
      },
      { description: 'The other region: replicas go there' },
    ),
  },
  { additionalProperties: false },
)

/** {@link regionSchema} as a type. */
export type RegionEnvironment = Static<typeof regionSchema>
