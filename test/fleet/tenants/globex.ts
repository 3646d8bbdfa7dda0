import { tenant } from '../lib/spec/index.ts'

// Many users on CPU models; new versions early.
export default tenant({
  id: 'globex',
  tier: 'standard',
  cell: 'us-east-1-a',
  ring: 'early',
  displayName: 'Globex',
  contacts: { owner: 'ops@globex.example' },
  models: ['qwen2.5:7b'],
  expectedUsers: 160,
  storage: { filesGiB: 200, databaseGiB: 40 },
  scaling: { ollama: { min: 2, max: 8 } },
  limits: { requestsPerMinute: 3000 },
  egress: [
    {
      name: 'knowledge-base',
      reason: 'Documents are pulled from the company’s wiki',
      cidrs: ['203.0.113.16/28'],
      ports: [443],
    },
  ],
  cost: { center: 'globex-rnd' },
})
