import { tenant } from '../lib/spec/index.ts'

// The tenant of the laptop cluster: a model small enough for 4 GiB of free memory.
export default tenant({
  id: 'demo',
  tier: 'standard',
  cell: 'local-a',
  displayName: 'Demo',
  contacts: { owner: 'demo@paddock.example' },
  models: ['llama3.2:1b'],
  inference: { contextTokens: 4096, parallelRequests: 1 },
  expectedUsers: 2,
  scaling: { ollama: { min: 1, max: 1 }, openWebui: { min: 2, max: 2 } },
})
