import { type Change, plant } from './plant.ts'

const pod = 'spec.template.spec'
const first = `${pod}.containers[0]`
const volume = (source: object): Change => ({ [`${pod}.volumes[+]`]: { name: 'planted', ...source } })
const inPod = (field: string, value: unknown): Change => ({ [`${pod}.${field}`]: value })
const inContainer = (field: string, value: unknown): Change => ({ [`${first}.${field}`]: value })

/** Pod templates of a Deployment. */
export const plantedPods = plant('Deployment', 'open-webui', {
  'the network of the node': inPod('hostNetwork', true),
  'the processes of the node': inPod('hostPID', true),
  'the memory of the node': inPod('hostIPC', true),
  'names for other addresses': inPod('hostAliases', [
    { ip: '192.0.2.1', hostnames: ['sso.planted.example'] },
  ]),
  'a DNS server of its own': inPod('dnsConfig', { nameservers: ['192.0.2.53'] }),
  'the DNS of the node': inPod('dnsPolicy', 'Default'),
  'a node by name': inPod('nodeName', 'node-0'),
  'nodes of the platform': inPod('nodeSelector', { role: 'system' }),
  'every taint': inPod('tolerations', [{ operator: 'Exists' }]),
  'a taint of the platform': inPod('tolerations', [
    { key: 'CriticalAddonsOnly', operator: 'Exists', effect: 'NoSchedule' },
  ]),
  'a priority of the system': inPod('priorityClassName', 'system-node-critical'),
  'no priority class': inPod('priorityClassName', undefined),
  'another runtime': inPod('runtimeClassName', 'unconfined'),
  'another scheduler': inPod('schedulerName', 'planted'),
  'a gate that nobody opens': inPod('schedulingGates', [{ name: 'planted.example/gate' }]),
  'one process space for all containers': inPod('shareProcessNamespace', true),
  'the account of External Secrets': inPod('serviceAccountName', 'secrets-reader'),
  'a mounted token': inPod('automountServiceAccountToken', true),
  'credentials for a registry': inPod('imagePullSecrets', [{ name: 'planted' }]),
  'a name in DNS': inPod('subdomain', 'planted'),
  'devices of the node': inPod('resourceClaims', [{ name: 'planted', resourceClaimName: 'planted' }]),
  'an operating system': inPod('os', { name: 'linux' }),
  'settings of the kernel': inPod('securityContext.sysctls', [
    { name: 'kernel.shm_rmid_forced', value: '1' },
  ]),
  'groups of other files': inPod('securityContext.supplementalGroups', [2000]),
  'an SELinux type': inPod('securityContext.seLinuxOptions', { type: 'spc_t' }),
  'no AppArmor': inPod('securityContext.appArmorProfile', { type: 'Unconfined' }),
  'a process of the host': inPod('securityContext.windowsOptions', { hostProcess: true }),
  'no seccomp for the pod': inPod('securityContext.seccompProfile', { type: 'Unconfined' }),
  'a profile of the node': inPod('securityContext.seccompProfile', {
    type: 'Localhost',
    localhostProfile: 'planted.json',
  }),
  'root in the pod': inPod('securityContext.runAsNonRoot', false),
  'near pods of others': inPod('affinity.podAffinity', {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname', namespaceSelector: {}, labelSelector: {} },
    ],
  }),
  'nodes by another label': inPod(
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key',
    'node-role.kubernetes.io/control-plane',
  ),
  'a folder of the node': volume({ hostPath: { path: '/var/lib/planted' } }),
  'a driver in the pod': volume({ csi: { driver: 'planted.example' } }),
  'a file server': volume({ nfs: { server: '192.0.2.1', path: '/' } }),
  'a disk of AWS': volume({ awsElasticBlockStore: { volumeID: 'vol-0' } }),
  'a volume that comes with the pod': volume({
    ephemeral: {
      volumeClaimTemplate: {
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    },
  }),
  'an image as a volume': volume({ image: { reference: 'docker.io/library/python:3.13' } }),
  'a token for AWS': volume({
    projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'sts.amazonaws.com' } }] },
  }),
  'a Secret by projection': volume({ projected: { sources: [{ secret: { name: 'planted' } }] } }),
  'another ConfigMap by projection': volume({ projected: { sources: [{ configMap: { name: 'planted' } }] } }),
  'an endless folder': volume({ emptyDir: {} }),
  'a Secret of another name': volume({ secret: { secretName: 'planted' } }),
  'a claim of another name': volume({ persistentVolumeClaim: { claimName: 'planted' } }),
  'a ConfigMap of another name': volume({ configMap: { name: 'planted' } }),
  privileges: {
    [`${first}.securityContext.privileged`]: true,
    [`${first}.securityContext.allowPrivilegeEscalation`]: true,
  },
  'a way to privileges': inContainer('securityContext.allowPrivilegeEscalation', true),
  'a capability': inContainer('securityContext.capabilities.add', ['NET_ADMIN']),
  'a small capability': inContainer('securityContext.capabilities.add', ['NET_BIND_SERVICE']),
  'kept capabilities': inContainer('securityContext.capabilities', {}),
  'an open /proc': inContainer('securityContext.procMount', 'Unmasked'),
  'root in the container': inContainer('securityContext.runAsNonRoot', false),
  'a root that can be written': inContainer('securityContext.readOnlyRootFilesystem', false),
  'no seccomp for the container': inContainer('securityContext.seccompProfile', { type: 'Unconfined' }),
  'an image of another registry': inContainer('image', 'registry.example/open-webui/open-webui:v0.12.4'),
  'an image of another repository of our registry': inContainer(
    'image',
    'ghcr.io/planted/open-webui:v0.12.4',
  ),
  'an image whose repository begins like ours': inContainer(
    'image',
    'ghcr.io/open-webui/open-webui-planted:v1',
  ),
  'an image without a version': inContainer('image', 'ghcr.io/open-webui/open-webui'),
  'a port of the node': inContainer('ports[0].hostPort', 8080),
  'an address of the node': inContainer('ports[0].hostIP', '192.0.2.1'),
  'a port over UDP': inContainer('ports[0].protocol', 'UDP'),
  'all keys of a Secret': inContainer('envFrom', [{ secretRef: { name: 'planted-planted' } }]),
  'a Secret of another name in a variable': inContainer('env[+]', {
    name: 'PLANTED',
    valueFrom: { secretKeyRef: { name: 'planted', key: 'a' } },
  }),
  'a ConfigMap in a variable': inContainer('env[+]', {
    name: 'PLANTED',
    valueFrom: { configMapKeyRef: { name: 'planted', key: 'a' } },
  }),
  'a command after its start': inContainer('lifecycle.postStart', { exec: { command: ['true'] } }),
  'a call of another host at its end': inContainer('lifecycle.preStop', {
    httpGet: { host: '192.0.2.1', port: 80, path: '/' },
  }),
  'a probe of another host': inContainer('livenessProbe', {
    httpGet: { host: '192.0.2.1', port: 80, path: '/' },
  }),
  'a probe of another host by TCP': inContainer('readinessProbe', {
    tcpSocket: { host: '192.0.2.1', port: 80 },
  }),
  'a raw disk': inContainer('volumeDevices', [{ name: 'planted', devicePath: '/dev/planted' }]),
  'mounts that reach the node': inContainer('volumeMounts[0].mountPropagation', 'HostToContainer'),
  'a terminal': inContainer('stdin', true),
  'no resources': inContainer('resources', undefined),
  'privileges of an init container': {
    [`${pod}.initContainers[0].securityContext.allowPrivilegeEscalation`]: true,
  },
  'an image of an init container': { [`${pod}.initContainers[0].image`]: 'registry.example/planted:1.0' },
  'pods of another tenant': { 'spec.template.metadata.labels[paddock.dev/tenant]': 'globex' },
  'an annotation of its pods for another controller': {
    'spec.template.metadata.annotations[sidecar.example/inject]': 'true',
  },
  'another name': { 'metadata.name': 'planted' },
})

export const plantedJobs = plant('Job', 'migrate', {
  'many pods': { 'spec.parallelism': 50, 'spec.completions': 50 },
  'another controller': { 'spec.managedBy': 'planted.example/controller' },
  'its own selector': { 'spec.manualSelector': true },
  'the network of the node': { 'spec.template.spec.hostNetwork': true },
  'another image': { 'spec.template.spec.containers[0].image': 'registry.example/planted:1.0' },
  'another name': { 'metadata.name': 'planted' },
})

export const plantedScaling = [
  ...plant('HorizontalPodAutoscaler', 'open-webui', {
    'another kind of target': { 'spec.scaleTargetRef.kind': 'StatefulSet' },
    'another target': { 'spec.scaleTargetRef.name': 'planted' },
    'another API': { 'spec.scaleTargetRef.apiVersion': 'planted.example/v1' },
  }),
  ...plant('PodDisruptionBudget', 'open-webui', {
    'a drain that never ends': { 'spec.maxUnavailable': 0 },
    'pods that are never ready': { 'spec.unhealthyPodEvictionPolicy': 'IfHealthyBudget' },
    'a least number': { 'spec.maxUnavailable': undefined, 'spec.minAvailable': 1 },
  }),
  ...plant('ScaledObject', 'ollama-cpu', {
    'another Deployment': { 'spec.scaleTargetRef.name': 'open-webui' },
    'another API': { 'spec.scaleTargetRef.apiVersion': 'planted.example/v1' },
    'variables of a container': { 'spec.scaleTargetRef.envSourceContainerName': 'ollama' },
    'the counts of another tenant': {
      'spec.triggers[0].metadata.url': 'http://ollama-cpu.tenant-globex.svc:11436/',
    },
    'counts of a host outside': { 'spec.triggers[0].metadata.url': 'https://planted.example/' },
    credentials: {
      'spec.triggers[0].authenticationRef': { name: 'planted', kind: 'ClusterTriggerAuthentication' },
    },
    'a scaler that calls anybody': {
      'spec.triggers[0]': { type: 'external', metadata: { scalerAddress: 'planted.example:80' } },
    },
    'a formula': { 'spec.advanced.scalingModifiers': { formula: '1', target: '1' } },
  }),
  ...plant('InterceptorRoute', 'ollama-gpu', {
    'another Service': { 'spec.target.service': 'open-webui' },
    'another port': { 'spec.target.port': 6379 },
    'another host': { 'spec.rules[0].hosts': ['model-server.tenant-globex'] },
  }),
]
