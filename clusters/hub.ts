import { cluster } from '../lib/spec/index.ts'

export default cluster({
  kind: 'hub',
  name: 'hub',
  region: 'us-east-1',
  gitOps: { repository: 'https://github.com/paddock-example/paddock.git', revision: 'refs/heads/main' },
  operatorGroups: ['paddock:operators'],
  contact: 'platform@paddock.example',
})
