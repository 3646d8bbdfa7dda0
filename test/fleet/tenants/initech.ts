import { tenant } from '../lib/spec/index.ts'

// A GPU model that fits one T4; takes releases first.
export default tenant({
  id: 'initech',
  tier: 'premium',
  cell: 'us-east-1-a',
  ring: 'canary',
  contacts: { owner: 'helpdesk@initech.example' },
  models: ['phi4:14b'],
  inference: { contextTokens: 4096, parallelRequests: 2 },
})
