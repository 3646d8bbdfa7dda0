import { describe, expect, test } from 'vitest'
import { settingsRoutes } from '../../lib/catalog/settings-routes.ts'
import { readOnlySettings } from '../../lib/resolve/settings-pages.ts'

const { path, refusal } = readOnlySettings
/** As NGINX reads it: `~` is a regular expression over the path. */
const covered = (request: string) => new RegExp(path.replace(/^~ /, '')).test(request)

describe('covered', () => {
  test.each([
    ...settingsRoutes,
    '/api/v1/configs/models',
    '/api/v1/configs/import',
    '/api/v1/auths/admin/config/oauth',
    '/api/v1/auths/admin/config/ldap/server',
    '/api/events/webhooks/6f1',
    '/api/v1/knowledge/external/connections/6f1/test',
    '/api/v1/configs/',
  ])('%s changes settings', (request) => expect(covered(request)).toBe(true))
})

describe('not covered', () => {
  test.each([
    '/api/config',
    '/api/chat/completions',
    '/api/events',
    '/api/v1/auths/signin',
    '/api/v1/auths/admin/details',
    '/api/v1/auths/update/profile',
    '/api/v1/chats/new',
    '/api/v1/chats/configuration',
    '/api/v1/files/',
    '/api/v1/knowledge/create',
    '/api/v1/models/create',
    '/api/v1/users/6f1/update',
    '/ollama/api/chat',
    '/api/v1/tasks/title/completions',
    '/x/api/v1/configs/models',
    '/admin/settings',
  ])('%s is work', (request) => expect(covered(request)).toBe(false))
})

test('the page shows the reason: a detail of JSON, as NGINX reads it between double quotes', () => {
  // The ingress controller refuses a body with a double quote that is not escaped.
  expect(refusal).toMatch(/^([^"\\]|\\.)*$/)
  const sent = JSON.parse(refusal.replaceAll(/\\(.)/g, '$1')) as { detail: string }
  expect(sent.detail).toMatch(/refused.*Please ask/)
  // NGINX would put in a variable.
  expect(refusal).not.toContain('$')
})
