import { cluster } from '../lib/spec/index.ts'

export default cluster({
  kind: 'regional',
  name: 'us-east-1',
  region: 'us-east-1',
  peerRegion: 'us-west-2',
  domain: 'use1.paddock.example',
  gitOps: { repository: 'https://github.com/paddock-example/paddock.git', revision: 'refs/heads/main' },
  operatorGroups: ['paddock:operators'],
  contact: 'platform@paddock.example',
  argocd: {
    signIn: { issuer: 'https://login.paddock.example', clientId: 'argocd-us-east-1' },
    mail: { host: 'email-smtp.us-east-1.amazonaws.com', from: 'argocd@paddock.example' },
  },
  network: { vpcCidr: '10.16.0.0/16', apiAccessCidrs: ['203.0.113.0/24'] },
  nodeGroups: {
    cpu: { types: ['c5.2xlarge', 'c5.4xlarge', 'c5.9xlarge'], min: 3, desired: 5, max: 50 },
    // p3.2xlarge is part of the fleet on paper; AWS no longer sells it, so nothing is placed on it.
    gpu: {
      types: ['g4dn.xlarge', 'g4dn.2xlarge', 'p3.2xlarge', 'g6e.xlarge', 'g5.12xlarge', 'g4dn.12xlarge'],
      min: 0,
      desired: 0,
      max: 20,
    },
  },
  cells: {
    'us-east-1-a': {
      // The limit of db.r6g.large; the next class is one line and a failover of a minute or two.
      capacity: { tenants: 30, connections: 1500, databaseGiB: 400, filesGiB: 5000 },
      database: { instanceClass: 'db.r6g.large', storageGiB: 100, maxStorageGiB: 500, backupDays: 35 },
      cache: { nodeType: 'cache.t4g.medium', replicas: 1, snapshotDays: 1 },
      replicateTo: ['us-west-2'],
      backupsIn: ['us-east-1', 'us-west-2'],
    },
  },
})
