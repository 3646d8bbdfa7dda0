import type { ModelName } from '../../lib/catalog/models.ts'
import type { ClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { clusters } from './fleet.ts'

const [cell = ''] = Object.keys(clusters.east.cells)
const model = 'llama3:8b' satisfies ModelName

/** Every optional group of a tenant's file, each with every field that rules allow beside the others. */
const groups = {
  cell,
  displayName: 'Whole',
  contacts: { owner: 'it@whole.example', technical: 'ops@whole.example', billing: 'pay@whole.example' },
  hosts: ['chat.whole.example'],
  state: 'active',
  ring: 'general',
  expectedUsers: 40,
  modelDigests: {},
  inference: { contextTokens: 4096, parallelRequests: 2 },
  scaling: { openWebui: { min: 2, max: 4 }, ollama: { min: 1, max: 4 } },
  quota: { cpuMillis: 400_000, memoryGiB: 900, pods: 200 },
  storage: { filesGiB: 20, databaseGiB: 5 },
  database: 'shared',
  cache: 'shared',
  identityProvider: {
    issuer: 'https://sso.whole.example',
    clientId: 'open-webui',
    cidrs: ['203.0.113.0/24'],
    scopes: ['openid', 'email', 'profile'],
    rolesClaim: 'roles',
    adminRoles: ['admin'],
    allowedDomains: ['whole.example'],
    userRoles: ['*'],
    withoutRole: 'pending',
    providerName: 'Whole',
    emailClaim: 'email',
    usernameClaim: 'name',
    mergeByVerifiedMail: false,
    groups: { claim: 'groups', create: false },
  },
  access: { adminGroups: ['whole:admins'], auditorGroups: ['whole:audit'] },
  egress: [
    {
      name: 'knowledge-base',
      reason: 'a system that the assistants ask',
      cidrs: ['198.51.100.0/24'],
      ports: [443],
    },
  ],
  limits: { uploadMiB: 10, requestsPerMinute: 600 },
  retention: { logsDays: 30, auditDays: 365, exportDays: 30 },
  residency: 'us',
  cost: { center: 'whole-research', project: 'assistants' },
} as const

/** A tenant of each tier, and one that leaves: some fields matter only then. */
export const wholeTenants = {
  standard: { ...structuredClone(groups), id: 'whole', tier: 'standard', models: [model] },
  premium: {
    ...structuredClone(groups),
    id: 'whole-gpu',
    tier: 'premium',
    hosts: ['gpu.whole.example'],
    access: { adminGroups: ['whole-gpu:admins'], auditorGroups: ['whole-gpu:audit'] },
    identityProvider: { ...groups.identityProvider, clientId: 'open-webui-gpu' },
    models: ['phi4:14b', model],
    serveOnGpu: [],
    keepOnCpu: [],
    gpuReplicas: { min: 1, max: 2 },
  },
} as unknown as Readonly<Record<'standard' | 'premium', TenantSpec>>

const [eastCell] = Object.values(clusters.east.cells)

/** The clusters of a platform with every optional field. */
export const wholeClusters = {
  hub: {
    ...clusters.hub,
    primaryRegion: 'us-east-1',
    audit: { lock: 'governance', days: 3650 },
    backups: { days: 35 },
    budget: {
      usdPerMonth: 10_000,
      components: { database: 500 },
      nodes: { cpu: 2000 },
      regions: { 'us-east-1': 9000 },
      cells: { [cell]: 700 },
      tiers: { standard: 3000 },
    },
    argocd: {
      signIn: { issuer: 'https://login.whole.example', clientId: 'argocd-hub', cliClientId: 'argocd-cli' },
      mail: { host: 'smtp.whole.example', port: 587, from: 'argocd@whole.example' },
    },
  },
  east: {
    ...clusters.east,
    servedFrom: 'us-east-1',
    edge: { requestsPerFiveMinutes: 20_000 },
    kubernetesVersion: '1.34',
    argocd: {
      signIn: { issuer: 'https://login.whole.example', clientId: 'argocd-east', cliClientId: 'argocd-cli' },
      mail: { host: 'smtp.whole.example', port: 587, from: 'argocd@whole.example' },
    },
    nodeGroups: {
      cpu: { ...clusters.east.nodeGroups.cpu, onDemandPercent: 30 },
      gpu: { ...clusters.east.nodeGroups.gpu, onDemandPercent: 30 },
    },
    cells: {
      [cell]: {
        ...eastCell,
        replicateTo: ['us-west-2'],
        backupsIn: ['us-east-1', 'us-west-2'],
        database: { instanceClass: 'db.r6g.large', storageGiB: 100, maxStorageGiB: 500, backupDays: 35 },
        cache: { nodeType: 'cache.t4g.medium', replicas: 1, snapshotDays: 1 },
      },
    },
  },
  west: clusters.west,
  local: {
    kind: 'local',
    name: 'local',
    domain: 'paddock.localhost',
    gitOps: clusters.hub.gitOps,
    operatorGroups: ['paddock:operators'],
    contact: 'platform@paddock.example',
    network: { podCidrs: ['10.244.0.0/16'], apiServerCidrs: ['172.16.0.0/12'], apiServerPort: 6443 },
    cells: {
      'local-a': {
        capacity: { tenants: 5, connections: 400, databaseGiB: 50, filesGiB: 50 },
        replicateTo: [],
        backupsIn: [],
      },
    },
  },
} as unknown as Readonly<Record<'hub' | 'east' | 'west' | 'local', ClusterSpec>>

/** The cell of {@link wholeTenants}. */
export const wholeCell = cell

/** A cell that is replicated nowhere: for tenants that are bound to its region. */
export const boundCell = Object.keys(clusters.west.cells)[0]
