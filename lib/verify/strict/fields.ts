import type { FormatName } from './formats.ts'

/** Keyword of values with a syntax of their own. */
export const formatKeyword = 'x-paddock-format'

/** Part of a schema that is added to a field. */
export type Constraint = Readonly<Record<string, unknown>>

const is = (name: FormatName): Constraint => ({ [formatKeyword]: name })
const from = (minimum: number, maximum?: number): Constraint =>
  maximum === undefined ? { minimum } : { minimum, maximum }
const oneOf = (...values: readonly string[]): Constraint => ({ enum: values })
const eachOneOf = (...values: readonly string[]): Constraint => ({ items: { type: 'string', enum: values } })
const each = (name: FormatName): Constraint => ({ items: { type: 'string', ...is(name) } })
const filled: Constraint = { minItems: 1 }
const upTo = (maxItems: number): Constraint => ({ maxItems })
const id = from(0, 2_147_483_647)
const fileMode = from(0, 0o777)
const weight = from(1, 100)
const seconds = from(1, 2_147_483_647)
const webhook: Readonly<Record<string, Constraint>> = {
  name: is('subdomain'),
  sideEffects: oneOf('None', 'NoneOnDryRun'),
  timeoutSeconds: from(1, 30),
  admissionReviewVersions: filled,
}
const admissionRule: Readonly<Record<string, Constraint>> = {
  apiGroups: filled,
  apiVersions: filled,
  resources: filled,
  operations: filled,
  scope: oneOf('*', 'Cluster', 'Namespaced'),
}
const matchCondition = { name: is('qualified-name') }

/**
 * Constraints of the API server's code that its schemas leave out, by definition and field. A field that the server
 * fills when it is empty may be absent here, but not empty.
 *
 * @see https://github.com/kubernetes/kubernetes pkg/apis/<group>/validation
 */
export const fields: Readonly<Record<string, Readonly<Record<string, Constraint>>>> = {
  APIServiceSpec: { groupPriorityMinimum: from(1, 20_000), versionPriority: from(1, 1000) },
  ApiregistrationV1ServiceReference: { port: is('port') },
  ApiextensionsV1ServiceReference: { port: is('port') },
  AuditAnnotation: { key: is('qualified-name') },
  ClientIPConfig: { timeoutSeconds: from(1, 86_400) },
  ConfigMap: { data: is('config-keys'), binaryData: is('config-keys') },
  ConfigMapEnvSource: { name: is('subdomain') },
  ConfigMapKeySelector: { name: is('subdomain'), key: is('config-key') },
  ConfigMapProjection: { name: is('filled-text') },
  ConfigMapVolumeSource: { name: is('filled-text'), defaultMode: fileMode },
  AggregationRule: { clusterRoleSelectors: filled },
  Container: {
    name: is('dns-label'),
    image: is('trimmed-text'),
    restartPolicy: oneOf('Always', 'Never', 'OnFailure'),
  },
  EphemeralContainer: { name: is('dns-label'), image: is('trimmed-text') },
  ContainerPort: {
    containerPort: is('port'),
    hostPort: from(0, 65_535),
    name: is('port-name'),
    hostIP: is('ip'),
  },
  ContainerResizePolicy: {
    resourceName: oneOf('cpu', 'memory'),
    restartPolicy: oneOf('NotRequired', 'RestartContainer'),
  },
  CronJobSpec: {
    schedule: is('cron'),
    timeZone: is('time-zone'),
    startingDeadlineSeconds: from(0),
    successfulJobsHistoryLimit: from(0),
    failedJobsHistoryLimit: from(0),
  },
  CrossVersionObjectReference: { kind: is('segment-name'), name: is('segment-name') },
  CSIVolumeSource: { driver: is('subdomain') },
  CustomResourceColumnDefinition: {
    name: is('filled-text'),
    type: oneOf('integer', 'number', 'string', 'boolean', 'date'),
    format: oneOf('int32', 'int64', 'float', 'double', 'byte', 'date', 'date-time', 'password'),
  },
  CustomResourceConversion: { strategy: oneOf('None', 'Webhook') },
  CustomResourceDefinitionNames: {
    plural: is('dns-1035-label'),
    singular: is('dns-1035-label'),
    categories: each('dns-1035-label'),
    shortNames: each('dns-1035-label'),
  },
  CustomResourceDefinitionSpec: {
    group: is('subdomain'),
    scope: oneOf('Cluster', 'Namespaced'),
    versions: filled,
  },
  CustomResourceDefinitionVersion: { name: is('dns-1035-label') },
  CustomResourceSubresourceScale: {
    specReplicasPath: { pattern: '^\\.spec\\.' },
    statusReplicasPath: { pattern: '^\\.status\\.' },
    labelSelectorPath: { pattern: '^\\.(spec|status)\\.' },
  },
  DaemonSetSpec: { minReadySeconds: from(0), revisionHistoryLimit: from(0) },
  DeploymentSpec: {
    replicas: from(0),
    minReadySeconds: from(0),
    revisionHistoryLimit: from(0),
    progressDeadlineSeconds: from(0),
  },
  DownwardAPIVolumeFile: { path: is('relative-path'), mode: fileMode },
  DownwardAPIVolumeSource: { defaultMode: fileMode },
  EmptyDirVolumeSource: { medium: { pattern: '^(Memory|HugePages(-.+)?)?$' }, sizeLimit: is('amount') },
  EnvVar: { name: is('variable-name') },
  ExecAction: { command: filled },
  FileKeySelector: { key: is('variable-name'), volumeName: is('dns-label'), path: is('relative-path') },
  GRPCAction: { port: is('port') },
  HPAScalingPolicy: {
    type: oneOf('Pods', 'Percent'),
    value: from(1),
    periodSeconds: from(1, 1800),
  },
  HPAScalingRules: {
    selectPolicy: oneOf('Max', 'Min', 'Disabled'),
    stabilizationWindowSeconds: from(0, 3600),
    policies: filled,
    tolerance: is('amount'),
  },
  HTTPGetAction: { port: is('port-or-name'), path: is('filled-text') },
  HTTPHeader: { name: { pattern: '^[-A-Za-z0-9]+$' } },
  HorizontalPodAutoscalerSpec: { minReplicas: from(1), maxReplicas: from(1) },
  HostAlias: { ip: is('ip'), hostnames: each('subdomain') },
  HostPathVolumeSource: { path: is('path-without-parents') },
  IngressClassParametersReference: {
    apiGroup: is('subdomain'),
    kind: is('segment-name'),
    name: is('segment-name'),
    scope: oneOf('Cluster', 'Namespace'),
    namespace: is('dns-label'),
  },
  IngressClassSpec: { controller: { maxLength: 250, ...is('domain-prefixed') } },
  IPBlock: { cidr: is('cidr'), except: each('cidr') },
  JobSpec: {
    parallelism: from(0),
    completions: from(0),
    activeDeadlineSeconds: from(0),
    backoffLimit: from(0),
    backoffLimitPerIndex: from(0),
    maxFailedIndexes: from(0),
    ttlSecondsAfterFinished: from(0),
    managedBy: { maxLength: 63, ...is('domain-prefixed') },
  },
  KeyToPath: { key: is('config-key'), path: is('relative-path'), mode: fileMode },
  LabelSelector: { matchLabels: is('labels') },
  LabelSelectorRequirement: {
    key: is('qualified-name'),
    operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
    values: each('label-value'),
  },
  LimitRangeItem: {
    type: { pattern: '^(Container|Pod|PersistentVolumeClaim|[^/]+/[^/]+)$', ...is('qualified-name') },
    max: is('amounts'),
    min: is('amounts'),
    default: is('amounts'),
    defaultRequest: is('amounts'),
    maxLimitRequestRatio: is('amounts'),
  },
  MatchCondition: matchCondition,
  MetricIdentifier: { name: is('segment-name') },
  MetricSpec: { type: oneOf('Object', 'Pods', 'Resource', 'ContainerResource', 'External') },
  MetricTarget: {
    type: oneOf('Utilization', 'Value', 'AverageValue'),
    averageUtilization: from(1),
    averageValue: is('positive-quantity'),
    value: is('positive-quantity'),
  },
  MutatingWebhook: { ...webhook, reinvocationPolicy: oneOf('Never', 'IfNeeded') },
  NFSVolumeSource: { server: is('filled-text'), path: { pattern: '^/' } },
  NamedRuleWithOperations: admissionRule,
  NamespaceSpec: {
    finalizers: { items: { type: 'string', pattern: '^kubernetes$|/', ...is('qualified-name') } },
  },
  NetworkPolicyPort: { port: is('port-or-name'), endPort: is('port') },
  NetworkPolicySpec: { policyTypes: upTo(2) },
  NodeSelector: { nodeSelectorTerms: filled },
  NodeSelectorRequirement: {
    key: is('qualified-name'),
    operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'),
    values: each('label-value'),
  },
  ObjectFieldSelector: {
    apiVersion: oneOf('v1'),
    fieldPath: {
      pattern:
        "^(metadata\\.(name|namespace|uid|labels|annotations|(labels|annotations)\\['[^']+'\\])|spec\\.(nodeName|serviceAccountName)|status\\.(hostIPs?|podIPs?))$",
    },
  },
  ObjectMeta: {
    annotations: is('annotations'),
    finalizers: each('qualified-name'),
  },
  OwnerReference: { apiVersion: is('filled-text'), kind: is('filled-text'), name: is('filled-text') },
  ParamRef: { parameterNotFoundAction: oneOf('Allow', 'Deny') },
  ParamKind: { apiVersion: is('filled-text'), kind: is('kind-name') },
  PersistentVolumeClaimSpec: {
    accessModes: filled,
    storageClassName: is('subdomain-or-empty'),
    volumeAttributesClassName: is('subdomain'),
  },
  PersistentVolumeClaimVolumeSource: { claimName: is('filled-text') },
  PersistentVolumeSpec: { accessModes: filled, capacity: is('amounts') },
  PodAffinityTerm: {
    topologyKey: is('qualified-name'),
    namespaces: each('dns-label'),
    matchLabelKeys: each('qualified-name'),
    mismatchLabelKeys: each('qualified-name'),
  },
  PodDNSConfig: { nameservers: { ...upTo(3), ...each('ip') }, searches: upTo(32) },
  PodDNSConfigOption: { name: is('filled-text') },
  PodDisruptionBudgetSpec: {
    minAvailable: is('share-or-count'),
    maxUnavailable: is('share-or-count'),
  },
  PodOS: { name: oneOf('linux', 'windows') },
  PodReadinessGate: { conditionType: is('qualified-name') },
  PodResourceClaim: {
    name: is('dns-label'),
    resourceClaimName: is('subdomain'),
    resourceClaimTemplateName: is('subdomain'),
  },
  PodSchedulingGate: { name: is('qualified-name') },
  PodSecurityContext: {
    runAsUser: id,
    runAsGroup: id,
    fsGroup: id,
    supplementalGroups: { items: { type: 'integer', ...id } },
    seLinuxChangePolicy: oneOf('MountOption', 'Recursive'),
  },
  PodSpec: {
    containers: filled,
    activeDeadlineSeconds: seconds,
    terminationGracePeriodSeconds: from(0),
    serviceAccountName: is('subdomain'),
    nodeName: is('subdomain'),
    nodeSelector: is('labels'),
    hostname: is('dns-label'),
    subdomain: is('dns-label'),
    priorityClassName: is('subdomain'),
    runtimeClassName: is('subdomain'),
    schedulerName: is('qualified-name'),
    overhead: is('amounts'),
    hostnameOverride: { maxLength: 64, ...is('subdomain') },
  },
  PolicyRule: { verbs: filled },
  PreferredSchedulingTerm: { weight },
  PriorityClass: { value: from(-2_147_483_648, 1_000_000_000) },
  Probe: {
    initialDelaySeconds: from(0),
    timeoutSeconds: from(0),
    periodSeconds: from(0),
    successThreshold: from(0),
    failureThreshold: from(0),
    terminationGracePeriodSeconds: from(1),
  },
  ProjectedVolumeSource: { defaultMode: fileMode },
  ResourceFieldSelector: {
    resource: { pattern: '^(requests|limits)\\.(cpu|memory|ephemeral-storage|hugepages-.+)$' },
    divisor: is('quantity'),
  },
  ResourceMetricSource: { name: is('filled-text') },
  ContainerResourceMetricSource: { name: is('filled-text'), container: is('dns-label') },
  ResourceQuotaSpec: { hard: is('amounts') },
  ResourceRequirements: { limits: is('amounts'), requests: is('amounts') },
  RoleRef: {
    apiGroup: oneOf('rbac.authorization.k8s.io'),
    kind: oneOf('Role', 'ClusterRole'),
    name: is('segment-name'),
  },
  RollingUpdateDaemonSet: { maxSurge: is('count-or-percent'), maxUnavailable: is('share-or-count') },
  RollingUpdateDeployment: { maxSurge: is('count-or-percent'), maxUnavailable: is('share-or-count') },
  RollingUpdateStatefulSetStrategy: { partition: from(0), maxUnavailable: is('share-or-count') },
  RuleWithOperations: admissionRule,
  SecretEnvSource: { name: is('subdomain') },
  SecretKeySelector: { name: is('subdomain'), key: is('config-key') },
  SecretProjection: { name: is('filled-text') },
  SecretVolumeSource: { secretName: is('filled-text'), defaultMode: fileMode },
  SecurityContext: { runAsUser: id, runAsGroup: id },
  ServiceAccountTokenProjection: {
    path: is('relative-path'),
    expirationSeconds: from(600, 2 ** 32),
  },
  ServicePort: {
    port: is('port'),
    targetPort: is('port-or-name'),
    nodePort: from(0, 65_535),
    name: is('dns-label'),
    appProtocol: is('qualified-name'),
  },
  ServiceReference: { name: is('filled-text'), namespace: is('filled-text'), port: is('port') },
  ServiceSpec: {
    selector: is('labels'),
    externalIPs: each('ip'),
    loadBalancerClass: is('qualified-name'),
    externalName: is('subdomain'),
    healthCheckNodePort: from(0, 65_535),
    trafficDistribution: oneOf('PreferClose', 'PreferSameZone', 'PreferSameNode'),
    ipFamilies: eachOneOf('IPv4', 'IPv6'),
    clusterIPs: upTo(2),
  },
  SleepAction: { seconds: from(0) },
  StatefulSetOrdinals: { start: from(0) },
  StatefulSetPersistentVolumeClaimRetentionPolicy: {
    whenDeleted: oneOf('Delete', 'Retain'),
    whenScaled: oneOf('Delete', 'Retain'),
  },
  StatefulSetSpec: {
    serviceName: is('dns-label'),
    replicas: from(0),
    minReadySeconds: from(0),
    revisionHistoryLimit: from(0),
  },
  StorageClass: { provisioner: is('qualified-name') },
  Subject: { kind: oneOf('ServiceAccount', 'User', 'Group'), name: is('filled-text') },
  Sysctl: {
    name: {
      maxLength: 253,
      pattern: '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$',
    },
  },
  TCPSocketAction: { port: is('port-or-name') },
  Toleration: { key: is('qualified-name'), value: is('label-value') },
  TopologySelectorLabelRequirement: { key: is('qualified-name'), values: filled },
  TopologySpreadConstraint: {
    maxSkew: from(1),
    minDomains: from(1),
    topologyKey: is('qualified-name'),
    whenUnsatisfiable: oneOf('DoNotSchedule', 'ScheduleAnyway'),
    matchLabelKeys: each('qualified-name'),
  },
  TypedObjectReference: { kind: is('filled-text'), name: is('filled-text'), namespace: is('dns-label') },
  TypedLocalObjectReference: { kind: is('filled-text'), name: is('filled-text') },
  ValidatingAdmissionPolicyBindingSpec: { policyName: is('subdomain'), validationActions: filled },
  ValidatingWebhook: webhook,
  Validation: {
    expression: is('filled-text'),
    reason: oneOf('Unauthorized', 'Forbidden', 'Invalid', 'RequestEntityTooLarge'),
  },
  Variable: { name: { pattern: '^[_a-zA-Z][_a-zA-Z0-9]*$' }, expression: is('filled-text') },
  Volume: { name: is('dns-label') },
  VolumeDevice: { name: is('filled-text'), devicePath: is('path-without-parents') },
  VolumeMount: { name: is('filled-text'), mountPath: is('filled-text') },
  VolumeResourceRequirements: { limits: is('amounts'), requests: is('amounts') },
  WebhookClientConfig: { url: { pattern: '^https://' } },
  WebhookConversion: { conversionReviewVersions: filled },
  WeightedPodAffinityTerm: { weight },
}

/** Fields that the API server's code demands beyond those that its schemas do. */
export const requiredFields: Readonly<Record<string, readonly string[]>> = {
  AggregationRule: ['clusterRoleSelectors'],
  ApiregistrationV1ServiceReference: ['name', 'namespace'],
  ParamKind: ['apiVersion', 'kind'],
  APIServiceSpec: ['group', 'version', 'groupPriorityMinimum', 'versionPriority'],
  ConfigMapEnvSource: ['name'],
  ConfigMapKeySelector: ['name'],
  ConfigMapProjection: ['name'],
  ConfigMapVolumeSource: ['name'],
  Container: ['image'],
  CustomResourceColumnDefinition: ['jsonPath'],
  CustomResourceDefinitionNames: ['plural', 'kind'],
  CustomResourceDefinitionVersion: ['schema'],
  CustomResourceValidation: ['openAPIV3Schema'],
  ExecAction: ['command'],
  IngressClassSpec: ['controller'],
  LimitRangeSpec: ['limits'],
  NamedRuleWithOperations: ['apiGroups', 'apiVersions', 'resources', 'operations'],
  ObjectMetricSource: ['metric', 'target', 'describedObject'],
  PersistentVolumeClaimSpec: ['accessModes', 'resources'],
  PersistentVolumeSpec: ['accessModes', 'capacity'],
  ProjectedVolumeSource: ['sources'],
  RuleWithOperations: ['apiGroups', 'apiVersions', 'resources', 'operations'],
  SecretEnvSource: ['name'],
  SecretKeySelector: ['name'],
  SecretProjection: ['name'],
  SecretVolumeSource: ['secretName'],
  ServiceAccountTokenProjection: ['path'],
  StorageClass: ['provisioner'],
  ValidatingAdmissionPolicyBindingSpec: ['policyName', 'validationActions'],
  ValidatingAdmissionPolicySpec: ['matchConstraints'],
  VolumeResourceRequirements: ['requests'],
}

/** Metadata that the API server or a controller writes; a chart that sets it writes a name or a time of its own. */
export const writtenByServer = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generateName',
  'generation',
  'managedFields',
  'ownerReferences',
  'resourceVersion',
  'selfLink',
  'uid',
] as const
