import { expect, test } from 'vitest'
import { readOnlySettings } from '../../../lib/resolve/settings-pages.ts'
import { writtenSettings } from './written-settings.ts'

/** Each writes configuration, and the edge lets it through all the same. */
const letThrough = [
  // Deletes a connection's entry, which only a path that is refused could have made.
  'DELETE /api/v1/knowledge/{id}/delete',
  // Registers a client of a tool server, of which none is connected.
  'GET /oauth/clients/{client_id}/authorize',
  // The first sign-up closes sign-up, which is closed.
  'POST /api/v1/auths/signin',
  'POST /api/v1/auths/signup',
]

test('the edge refuses every request by which Open WebUI’s pages change settings, and no other is unknown', () => {
  const routes = writtenSettings()
  expect(routes.length).toBeGreaterThan(30)
  const covered = new RegExp(readOnlySettings.path.replace(/^~ /, ''))
  const open = routes.filter((route) => {
    const [method, path = ''] = route.split(' ')
    return method === 'GET' || !covered.test(path)
  })
  expect(open).toEqual(letThrough)
})
