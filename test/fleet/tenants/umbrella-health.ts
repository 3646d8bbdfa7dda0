import { tenant } from '../lib/spec/index.ts'

// Regulated: a database and a cache of its own.
export default tenant({
  id: 'umbrella-health',
  tier: 'premium',
  cell: 'us-east-1-a',
  displayName: 'Umbrella Health',
  contacts: { owner: 'cio@umbrella.example' },
  models: ['llama3.3:70b'],
  database: 'dedicated',
  cache: 'dedicated',
  retention: { auditDays: 3650, logsDays: 90 },
  cost: { center: 'umbrella-clinical', project: 'assistants' },
})
