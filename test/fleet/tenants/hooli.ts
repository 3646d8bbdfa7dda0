import { tenant } from '../lib/spec/index.ts'

// Paused for an unpaid bill: no compute, all data kept.
export default tenant({
  id: 'hooli',
  tier: 'standard',
  cell: 'us-east-1-a',
  state: 'suspended',
  contacts: { owner: 'gavin@hooli.example' },
})
