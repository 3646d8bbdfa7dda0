import { cluster } from '../lib/spec/index.ts'

export default cluster({
  kind: 'hub',
  name: 'hub',
  region: 'us-east-1',
  gitOps: { repository: 'https://github.com/paddock-example/paddock.git', revision: 'refs/heads/main' },
  operatorGroups: ['paddock:operators'],
  operatorRole: 'paddock-operator',
  egressCidrs: ['198.51.100.16/28'],
  contact: 'platform@paddock.example',
})
