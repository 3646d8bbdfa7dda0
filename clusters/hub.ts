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
  // The monthly budget of a hundred users; lib/catalog/budget.ts holds the lines and their sum.
  budget: {
    usdPerMonth: 11_450,
    components: { kubernetes: 200, database: 500, files: 300, cache: 200, edge: 150 },
    nodes: { cpu: 2000, gpu: 8000 },
    regions: { 'us-east-1': 11_450 },
  },
  contact: 'platform@paddock.example',
  argocd: {
    signIn: { issuer: 'https://login.paddock.example', clientId: 'argocd-hub' },
    mail: { host: 'email-smtp.us-east-1.amazonaws.com', from: 'argocd@paddock.example' },
  },
})
