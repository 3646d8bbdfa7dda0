import { tenant } from '../lib/spec/index.ts'

export default tenant({
  id: 'northwind',
  tier: 'standard',
  cell: 'us-east-1-a',
  contacts: { owner: 'it@northwind.example' },
})
