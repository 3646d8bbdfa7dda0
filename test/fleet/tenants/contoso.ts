import { tenant } from '../lib/spec/index.ts'

// Own hosts and single sign-on.
export default tenant({
  id: 'contoso',
  tier: 'standard',
  cell: 'us-east-1-a',
  displayName: 'Contoso Assistants',
  contacts: { owner: 'platform@contoso.example', billing: 'finance@contoso.example' },
  hosts: ['ai.contoso.example', 'chat.contoso.example'],
  models: ['llama3:8b', 'mistral:7b'],
  expectedUsers: 40,
  identityProvider: {
    issuer: 'https://login.contoso.example/realms/staff',
    clientId: 'paddock-chat',
    cidrs: ['198.51.100.0/24'],
    adminRoles: ['chat-admin'],
    allowedDomains: ['contoso.example'],
  },
  access: { adminGroups: ['contoso:chat-admins'], auditorGroups: ['contoso:auditors'] },
})
