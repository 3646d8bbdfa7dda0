import { composed, filledFrom } from './composed.ts'
import { exactly, type Intent, matches, oneOf, that } from './intent.ts'

/** Networks, clusters, nodes, entry points and guards in AWS. */
export const awsPlatformIntents: readonly Intent[] = [
  composed(
    'LaunchTemplate',
    'an instance gives its identity to a token and to no pod; its disks are encrypted and end with it',
    {
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpPutResponseHopLimit: 1,
        httpTokens: 'required',
        instanceMetadataTags: 'disabled',
      },
      'blockDeviceMappings[*].ebs.encrypted': 'true',
      'blockDeviceMappings[*].ebs.deleteOnTermination': 'true',
      'blockDeviceMappings[*].ebs.volumeType': 'gp3',
      'blockDeviceMappings[*].deviceName': '/dev/xvda',
      'blockDeviceMappings[*].ebs.throughput?': 500,
      'monitoring.enabled': true,
      updateDefaultVersion: true,
      'tagSpecifications[*].resourceType': oneOf('instance', 'volume', 'network-interface'),
      tagSpecifications: that<readonly unknown[]>(
        'instance, volume, network interface',
        (list) => list.length === 3,
      ),
      'userData?': matches(/^[A-Za-z0-9+/]+=*$/),
    },
  ),
  composed(
    'NodeGroup',
    'broken nodes are replaced; a third of a group is updated at once; GPU nodes admit model servers alone',
    {
      'nodeRepairConfig.enabled': true,
      'updateConfig.maxUnavailablePercentage': 33,
      taint: that(
        'of GPUs',
        (taint, { name }) =>
          JSON.stringify(taint) ===
          (/gpu/.test(name) ? '[{"effect":"NO_SCHEDULE","key":"nvidia.com/gpu","value":"present"}]' : '[]'),
      ),
      amiType: that(
        'that of its devices',
        (type, { name }) => type === (/gpu/.test(name) ? 'AL2023_x86_64_NVIDIA' : 'AL2023_x86_64_STANDARD'),
      ),
    },
  ),
  composed('GroupTag', 'the autoscaler knows the labels of a group that has no node', {
    'tag.propagateAtLaunch': false,
    'tag.key?': matches(/^k8s\.io\/cluster-autoscaler\/node-template\/(label|resources|taint)\/[a-z]/),
    'tag.value?': 'present:NoSchedule',
  }),
  composed(
    'Cluster',
    'access by entries alone, secrets sealed by our key, every log, not deleted by mistake, no version that costs more',
    {
      'accessConfig.authenticationMode': 'API',
      'accessConfig.bootstrapClusterCreatorAdminPermissions': false,
      bootstrapSelfManagedAddons: false,
      deletionProtection: true,
      enabledClusterLogTypes: exactly('api', 'audit', 'authenticator', 'controllerManager', 'scheduler'),
      'encryptionConfig.resources': ['secrets'],
      'kubernetesNetworkConfig.ipFamily': 'ipv4',
      'kubernetesNetworkConfig.serviceIpv4Cidr': '172.20.0.0/16',
      'upgradePolicy.supportType': 'STANDARD',
      'vpcConfig.endpointPrivateAccess': true,
      'vpcConfig.endpointPublicAccess': true,
    },
  ),
  {
    of: 'composed Cluster',
    why: 'the API server is reached from the networks that the claim names',
    settings: { patches: filledFrom('spec.forProvider.vpcConfig.publicAccessCidrs', 'spec.apiAccessCidrs') },
  },
  composed(
    'Addon',
    'an add-on is made anew as we want it and keeps what people changed; it stays if its object goes',
    {
      preserve: true,
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'PRESERVE',
      addonName: oneOf(
        'aws-ebs-csi-driver',
        'aws-efs-csi-driver',
        'coredns',
        'eks-pod-identity-agent',
        'kube-proxy',
        'metrics-server',
        'vpc-cni',
      ),
      'podIdentityAssociation?[*].serviceAccount': oneOf(
        'aws-node',
        'ebs-csi-controller-sa',
        'efs-csi-controller-sa',
      ),
    },
  ),
  composed(
    'Addon',
    'policies of the network are enforced, also for pods with a security group of their own',
    {
      configurationValues: that<string>('with policies, and security groups for pods beside them', (text) => {
        const { enableNetworkPolicy, env = {} } = JSON.parse(text) as {
          enableNetworkPolicy?: string
          env?: Readonly<Record<string, string>>
        }
        return (
          enableNetworkPolicy === 'true' &&
          env['ENABLE_POD_ENI'] === 'true' &&
          env['POD_SECURITY_GROUP_ENFORCING_MODE'] === 'standard'
        )
      }),
    },
    /vpc-cni/,
  ),
  composed('AccessEntry', 'an identity of AWS is a person or a program, not a node', { type: 'STANDARD' }),
  composed('AccessPolicyAssociation', 'the hub administers the cluster that it made', {
    'accessScope.type': 'cluster',
    policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
  }),
  composed('PodIdentityAssociation', 'the session says which pod it is: policies read it', {
    'disableSessionTags?': false,
  }),
  composed('Role', 'a session lasts an hour', { 'maxSessionDuration?': 3600 }),
  {
    of: 'composed Role',
    why: 'no role can do more than the boundary of the account says',
    settings: {
      patches: that<
        readonly {
          readonly toFieldPath: string
          readonly combine?: { readonly string: { readonly fmt: string } }
        }[]
      >('the boundary', (patches) =>
        patches.some(
          ({ toFieldPath, combine }) =>
            toFieldPath === 'spec.forProvider.permissionsBoundary' &&
            /^arn:aws:iam::%s:policy\/[a-z-]+$/.test(combine?.string.fmt ?? ''),
        ),
      ),
    },
  },
  composed('RolePolicyAttachment', 'AWS’ own policies of EKS and RDS, no broad one', {
    policyArn: oneOf(
      'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy',
      'arn:aws:iam::aws:policy/AmazonEKSVPCResourceController',
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
      'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
      'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
      'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
    ),
  }),
  composed('OpenIDConnectProvider', 'tokens of the cluster are for STS', {
    clientIdList: ['sts.amazonaws.com'],
  }),
  composed(
    'LB',
    'not deleted by mistake; every zone; requests that NGINX could read otherwise are refused; without its firewall it serves nobody',
    {
      enableDeletionProtection: true,
      enableCrossZoneLoadBalancing: true,
      enableZonalShift: true,
      internal: false,
      ipAddressType: 'ipv4',
      loadBalancerType: that(
        'that of its entry point',
        (type, { name }) => type === (name.includes('/web') ? 'application' : 'network'),
      ),
    },
  ),
  composed(
    'LB',
    'not deleted by mistake; requests that NGINX could read otherwise are refused; without its firewall it serves nobody',
    {
      desyncMitigationMode: 'strictest',
      dropInvalidHeaderFields: true,
      enableHttp2: true,
      enableWafFailOpen: false,
      idleTimeout: 4000,
      xffHeaderProcessingMode: 'append',
      'accessLogs.enabled': true,
      'accessLogs.prefix': 'load-balancers',
      'connectionLogs.enabled': true,
      'connectionLogs.prefix': 'load-balancers',
    },
    /\/web/,
  ),
  composed('LBListener', 'no server name in answers; long silence of chats', {
    port: 443,
    'routingHttpResponseServerEnabled?': false,
    'routingHttpResponseStrictTransportSecurityHeaderValue?': 'max-age=31536000',
    'tcpIdleTimeoutSeconds?': 6000,
    'defaultAction[*].type': 'forward',
    protocol: that(
      'that of its entry point',
      (protocol, { name }) => protocol === (name.includes('/web') ? 'HTTPS' : 'TCP'),
    ),
  }),
  composed(
    'LBListener',
    'TLS for people',
    { sslPolicy: matches(/^ELBSecurityPolicy-TLS13-1-3-/), routingHttpResponseServerEnabled: false },
    /\/web/,
  ),
  composed(
    'LBTargetGroup',
    'pods are asked where NGINX says that it is ready, and leave within the time that it finishes answers',
    {
      'healthCheck.enabled': true,
      'healthCheck.healthyThreshold': 2,
      'healthCheck.unhealthyThreshold': 2,
      'healthCheck.interval': 10,
      'healthCheck.timeout': 5,
      'healthCheck.matcher': '200',
      'healthCheck.path': '/nginx-ready',
      'healthCheck.port': '8081',
      'healthCheck.protocol': 'HTTP',
      deregistrationDelay: '300',
      port: 443,
      targetType: 'ip',
      'connectionTermination?': false,
      'preserveClientIp?': 'true',
      'protocolVersion?': 'HTTP1',
      'loadBalancingAlgorithmType?': 'least_outstanding_requests',
      protocol: that(
        'that of its entry point',
        (protocol, { name }) => protocol === (name.includes('/web') ? 'HTTPS' : 'TCP'),
      ),
    },
  ),
  composed('HealthCheck', 'three failures in half a minute are an outage', {
    failureThreshold: 3,
    requestInterval: 10,
    port: 443,
    type: 'TCP',
    measureLatency: true,
  }),
  composed('WebACL', 'everything that no rule refuses passes, and every rule counts', {
    'defaultAction.allow': {},
    scope: 'REGIONAL',
    visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: 'paddock', sampledRequestsEnabled: true },
  }),
  {
    of: 'composed WebACL',
    why: 'each rule of the firewall acts: AWS’ groups as they are, but for named rules that count; ours block; an address has a rate',
    settings: {
      patches: that<
        readonly {
          readonly toFieldPath: string
          readonly combine?: { readonly string: { readonly fmt: string } }
        }[]
      >('rules that act', (patches) => {
        const text = patches.find(({ toFieldPath }) => toFieldPath === 'spec.forProvider.ruleJson')?.combine
          ?.string.fmt
        return text === undefined || actingRules(text)
      }),
    },
  },
  composed('Certificate', 'P-256, proved by DNS', { keyAlgorithm: 'EC_prime256v1', validationMethod: 'DNS' }),
  composed('Record', 'a name is answered by the region that serves; its primary is watched', {
    type: oneOf('A', 'CNAME', 'NS'),
    'ttl?': that(
      'two days of delegations, a minute of others',
      (ttl, { value }) =>
        ttl ===
        ((value['base'] as { spec: { forProvider: { type: string } } }).spec.forProvider.type === 'NS'
          ? 172800
          : 60),
    ),
    'failoverRoutingPolicy?.type': that(
      'that of its name',
      (type, { name }) => type === (name.endsWith('primary') ? 'PRIMARY' : 'SECONDARY'),
    ),
    'setIdentifier?': that('that of its name', (id, { name }) => name.endsWith(`-${String(id)}`)),
    'alias?.evaluateTargetHealth': that(
      'true where another answers instead',
      (evaluate, { value }) =>
        evaluate ===
        'failoverRoutingPolicy' in (value['base'] as { spec: { forProvider: object } }).spec.forProvider,
    ),
    'allowOverwrite?': true,
  }),
  composed('Zone', 'a zone with records is not deleted', { forceDestroy: false }),
  composed('VPC', 'names of AWS resolve', { enableDnsHostnames: true, enableDnsSupport: true }),
  composed('Subnet', 'no instance gets a public address', {
    mapPublicIpOnLaunch: false,
    'tags?[kubernetes.io/role/elb]?': '1',
    'tags?[kubernetes.io/role/internal-elb]?': '1',
  }),
  composed('DefaultSecurityGroup', 'the group that everything gets by default opens nothing', {
    egress: [],
    ingress: [],
  }),
  composed('EIP', 'of the VPC', { domain: 'vpc' }),
  composed('NATGateway', 'a way out, none in', { connectivityType: 'public' }),
  composed('Route', 'everything else goes out by the way of its zone', { destinationCidrBlock: '0.0.0.0/0' }),
  composed('VPCEndpoint', 'AWS is called by its own names from within; S3 by a route', {
    vpcEndpointType: oneOf('Gateway', 'Interface'),
    'privateDnsEnabled?': that(
      'true, but for S3’s second endpoint',
      (value, { name }) => value === !name.endsWith('endpoint-s3'),
    ),
  }),
  composed('FlowLog', 'every flow, accepted or not', {
    trafficType: 'ALL',
    logDestinationType: 'cloud-watch-logs',
    maxAggregationInterval: 600,
  }),
  composed('EBSEncryptionByDefault', 'disks that others make are encrypted, too', { enabled: true }),
  composed(
    'Trail',
    'calls in every region and of every service, in files that prove that nobody changed them',
    {
      enableLogFileValidation: true,
      enableLogging: true,
      includeGlobalServiceEvents: true,
      isMultiRegionTrail: true,
      isOrganizationTrail: false,
      s3KeyPrefix: 'cloudtrail',
    },
  ),
  composed('Detector', 'GuardDuty sees audit logs, disks and S3, and says so within a quarter of an hour', {
    enable: true,
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
    'datasources.kubernetes.auditLogs.enable': true,
    'datasources.malwareProtection.scanEc2InstanceWithFindings.ebsVolumes.enable': true,
    'datasources.s3Logs.enable': true,
  }),
  composed('DeliveryStream', 'audit logs arrive by the day within a minute, encrypted by our key', {
    destination: 'extended_s3',
    'extendedS3Configuration.bufferingInterval': 60,
    'extendedS3Configuration.bufferingSize': 16,
    'extendedS3Configuration.compressionFormat': 'UNCOMPRESSED',
    'extendedS3Configuration.prefix': 'eks-audit/!{timestamp:yyyy/MM/dd}/',
    'extendedS3Configuration.errorOutputPrefix': matches(
      /^eks-audit-failed\/!\{firehose:error-output-type\}\/!\{timestamp:yyyy\/MM\/dd\}\/$/,
    ),
    'serverSideEncryption.enabled': true,
    'serverSideEncryption.keyType': 'CUSTOMER_MANAGED_CMK',
  }),
  composed('SubscriptionFilter', 'the audit of a stream stays in order', { distribution: 'ByLogStream' }),
  composed('Queue', 'notices of a day wait, encrypted', {
    messageRetentionSeconds: 86400,
    sqsManagedSseEnabled: true,
  }),
  composed('Rule', 'every notice of AWS that an instance ends, and every finding, is sent on', {
    'state?': 'ENABLED',
    'eventBusName?': 'default',
  }),
  composed('Target', 'to the queue of the cluster or the topic of alarms', {
    'eventBusName?': 'default',
    targetId: oneOf('interruptions', 'alarms'),
  }),
  composed('Topic', 'messages are signed by SHA-256', { signatureVersion: 2 }),
  composed('Budget', 'people hear of 80 and 100 %, and of 100 to come', {
    budgetType: 'COST',
    limitUnit: 'USD',
    timeUnit: 'MONTHLY',
    'notification[*].comparisonOperator': 'GREATER_THAN',
    'notification[*].thresholdType': 'PERCENTAGE',
    notification: that<readonly { readonly notificationType: string; readonly threshold: number }[]>(
      'three',
      (list) =>
        list.map(({ notificationType, threshold }) => `${notificationType} ${threshold}`).join() ===
        'ACTUAL 80,ACTUAL 100,FORECASTED 100',
    ),
  }),
  composed(
    'MetricAlarm',
    'a metric that stops is an alarm where its source must run; means and limits are those of its name',
    {
      comparisonOperator: that(
        'below a limit of what is free, above it of what is used',
        (operator, { value }) => {
          const { metricName } = (value['base'] as { spec: { forProvider: { metricName: string } } }).spec
            .forProvider
          return (
            operator ===
            (/^(Free|BurstBalance|MemoryFree)/.test(metricName)
              ? 'LessThanThreshold'
              : 'GreaterThanThreshold')
          )
        },
      ),
      statistic: oneOf('Average', 'Minimum', 'Maximum'),
      period: oneOf(60, 300, 3600),
      evaluationPeriods: oneOf(1, 3, 5, 10, 15),
      treatMissingData: that('breaching of databases', (value, { value: resource }) => {
        return value === 'breaching' || value === 'notBreaching' ? resource !== undefined : false
      }),
      'threshold?': oneOf(30, 80, 900, 268_435_456, 1_000_000_000, 10_737_418_240),
      namespace: oneOf('AWS/EFS', 'AWS/ElastiCache', 'AWS/RDS', 'AWS/S3'),
    },
  ),
  composed('MetricAlarm', 'the mean of a processor, the worst of everything else', {
    statistic: that('of its metric', (statistic, { value }) => {
      const { metricName } = (value['base'] as { spec: { forProvider: { metricName: string } } }).spec
        .forProvider
      const wanted = /^CPUUtilization$/.test(metricName)
        ? 'Average'
        : /^Free/.test(metricName)
          ? 'Minimum'
          : 'Maximum'
      return statistic === wanted
    }),
  }),
]

interface WafRule {
  readonly Name: string
  readonly Action?: Readonly<Record<string, object>>
  readonly OverrideAction?: Readonly<Record<string, object>>
  readonly Statement: Readonly<Record<string, unknown>>
}

/** Every rule blocks, or is a group of AWS that acts as it is. */
function actingRules(text: string): boolean {
  const rules = JSON.parse(text.replaceAll(/%[a-z]/g, '1')) as readonly WafRule[]
  const rates = rules.filter(({ Statement }) => 'RateBasedStatement' in Statement)
  return (
    rates.length > 0 &&
    rules.every(({ Action, OverrideAction, Statement }) =>
      'ManagedRuleGroupStatement' in Statement
        ? OverrideAction !== undefined && Object.keys(OverrideAction).join() === 'None'
        : ['Block', 'Allow', 'Count'].includes(Object.keys(Action ?? {}).join()),
    )
  )
}
