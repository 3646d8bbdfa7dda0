import { tenant } from '../lib/spec/index.ts'

// The premium tier as it is sold: a 70B model on GPU, single sign-on.
export default tenant({
  id: 'acme',
  tier: 'premium',
  cell: 'us-east-1-a',
  displayName: 'Acme Corporation',
  contacts: { owner: 'it@acme.example', technical: 'sre@acme.example' },
  hosts: ['chat.acme.example'],
  models: ['llama3:70b', 'mistral:7b'],
  expectedUsers: 150,
  identityProvider: {
    issuer: 'https://sso.acme.example',
    clientId: 'open-webui',
    cidrs: ['192.0.2.0/24'],
    allowedDomains: ['acme.example'],
    providerName: 'Acme',
  },
  access: { adminGroups: ['acme:it'], auditorGroups: ['acme:audit'] },
  retention: { auditDays: 2555 },
  residency: 'us',
})
