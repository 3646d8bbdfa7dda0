import { cluster } from '../lib/spec/index.ts'

export default cluster({
  kind: 'hub',
  name: 'hub',
  region: 'us-east-1',
  domain: 'paddock.example',
  gitOps: { repository: 'https://github.com/paddock-example/paddock.git', revision: 'refs/heads/main' },
  operatorGroups: ['paddock:operators'],
  operatorRole: 'paddock-operator',
  egressCidrs: ['198.51.100.16/28'],
  // As long as the tenant that asks for most is promised.
  audit: { lock: 'governance', days: 3650 },
  contact: 'platform@paddock.example',
})
