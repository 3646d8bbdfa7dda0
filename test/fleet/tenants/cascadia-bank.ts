import { tenant } from '../lib/spec/index.ts'

// By contract everything stays in us-west-2: data, replicas, backups.
export default tenant({
  id: 'cascadia-bank',
  tier: 'standard',
  cell: 'us-west-2-a',
  displayName: 'Cascadia Bank',
  contacts: { owner: 'risk@cascadia.example' },
  models: ['llama3.1:8b'],
  residency: 'us-west-2',
  access: { auditorGroups: ['cascadia:compliance'] },
})
