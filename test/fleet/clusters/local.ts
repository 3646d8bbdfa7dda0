import { cluster } from '../lib/spec/index.ts'

export default cluster({
  kind: 'local',
  name: 'local',
  domain: 'paddock.localhost',
  gitOps: { repository: 'https://github.com/paddock-example/paddock.git', revision: 'refs/heads/main' },
  operatorGroups: ['paddock:operators'],
  contact: 'platform@paddock.example',
  // kind and k3d: pods in 10.244.0.0/16 and 10.42.0.0/16, the control plane on Docker's bridge networks.
  network: {
    podCidrs: ['10.244.0.0/16', '10.42.0.0/16'],
    apiServerCidrs: ['172.16.0.0/12'],
    apiServerPort: 6443,
  },
  cells: {
    'local-a': { capacity: { tenants: 5, connections: 400, databaseGiB: 50, filesGiB: 50 } },
  },
})
