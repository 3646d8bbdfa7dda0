import { cluster } from '../lib/spec/index.ts'

export default cluster({
  kind: 'regional',
  name: 'us-west-2',
  region: 'us-west-2',
  peerRegion: 'us-east-1',
  domain: 'usw2.paddock.example',
  gitOps: { repository: 'https://github.com/paddock-example/paddock.git', revision: 'refs/heads/main' },
  operatorGroups: ['paddock:operators'],
  contact: 'platform@paddock.example',
  argocd: {
    signIn: { issuer: 'https://login.paddock.example', clientId: 'argocd-us-west-2' },
    mail: { host: 'email-smtp.us-west-2.amazonaws.com', from: 'argocd@paddock.example' },
  },
  network: { vpcCidr: '10.32.0.0/16', apiAccessCidrs: ['203.0.113.0/24'] },
  nodeGroups: {
    cpu: { types: ['c5.2xlarge', 'c5.4xlarge', 'c5.9xlarge'], min: 3, desired: 5, max: 50 },
    gpu: {
      types: ['g4dn.xlarge', 'g4dn.2xlarge', 'p3.2xlarge', 'g6e.xlarge', 'g5.12xlarge', 'g4dn.12xlarge'],
      min: 0,
      desired: 0,
      max: 20,
    },
  },
  cells: {
    // For tenants bound to us-west-2: nothing of theirs leaves the region.
    'us-west-2-a': {
      capacity: { tenants: 14, connections: 720, databaseGiB: 200, filesGiB: 1000 },
      database: { instanceClass: 'db.m6g.large', storageGiB: 50, maxStorageGiB: 250, backupDays: 35 },
      cache: { nodeType: 'cache.t4g.small', replicas: 1, snapshotDays: 1 },
    },
  },
})
