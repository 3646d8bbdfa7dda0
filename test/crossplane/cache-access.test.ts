import { parse } from '@marcbachmann/cel-js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redisCachePlans } from '../../crossplane/apis/redis-cache/composition.ts'
import { tenantCacheUser } from '../../crossplane/apis/tenant-cache-user/api.ts'
import { dedicatedCacheAccess, sharedCacheAccess } from '../../lib/resolve/cache-access.ts'

const [closed] = tenantCacheUser.rules
const accepts = (accessString: string, cache = 'us-east-1-a', tenant = 'acme'): unknown =>
  parse(closed?.rule ?? '')({ self: { accessString, cache, cell: 'us-east-1-a', tenant } })

const shared = `on ${sharedCacheAccess('tenant-acme')}`
const dedicated = `on ${dedicatedCacheAccess('tenant-acme')}`

test('the two strings that Paddock builds are accepted, each on its own kind of cache', () => {
  expect([accepts(shared), accepts(dedicated, 'tenant-acme')]).toEqual([true, true])
  expect([accepts(dedicated), accepts(shared, 'tenant-acme')]).toEqual([false, false])
  expect(accepts(shared, 'us-east-1-a', 'globex')).toBe(false)
  expect(accepts(dedicated, 'tenant-acme', 'globex')).toBe(false)
})

describe('no other string is accepted', () => {
  test.each([
    ['another command', `${shared} +keys`],
    ['a script', `${shared} +eval`],
    ['a script that only reads', `${shared} +eval_ro`],
    ['a function', `${shared} +fcall`],
    ['a part of a command', `${shared} +client|kill`],
    ['a category', `${shared} +@scripting`],
    ['all commands', `${shared} +@all`],
    ['all commands by their other name', `${shared} allcommands`],
    ['all keys', `${shared} allkeys`],
    ['all keys by a pattern', `${shared} ~*`],
    ['keys to read', `${shared} %R~*`],
    ['keys to write', `${shared} %W~tenant-globex:*`],
    ['all channels', `${shared} allchannels`],
    ['another channel', `${shared} &socketio`],
    ['a selector', `${shared} (~* +get)`],
    ['no password', `${shared} nopass`],
    ['a password of its own', `${shared} >mine`],
    ['a reset, and rules after it', `${shared} reset on ~* +@all`],
    ['a pattern within the prefix', shared.replace('~tenant-acme:*', '~tenant-*:*')],
    ['a prefix of another', shared.replace('~tenant-acme:*', '~tenant-acme*')],
    ['upper case', shared.replace('+get', '+GET')],
    ['a space more', shared.replace(' +get', '  +get')],
    ['a line break', shared.replace(' +get', '\n+get')],
    ['a command less', shared.replace(' +get', '')],
    ['another order', shared.replace('+del +exists', '+exists +del')],
    ['nothing', ''],
  ])('%s', (_, accessString) => {
    expect(accepts(accessString)).toBe(false)
    expect(accepts(accessString, 'tenant-acme')).toBe(false)
  })

  test('of any change of a character or a word', () => {
    const words = fc.constantFrom(
      '~*',
      '&*',
      '+@all',
      '+eval',
      '+script',
      'nopass',
      'allkeys',
      '(~* +@all)',
      '%R~*',
    )
    const at = fc.nat(shared.length)
    fc.assert(
      fc.property(at, fc.oneof(fc.string({ minLength: 1 }), words), fc.nat(5), (place, text, less) => {
        const changed = `${shared.slice(0, place)}${text}${shared.slice(place + less)}`
        return changed === shared || accepts(changed) === false
      }),
      { numRuns: 2000 },
    )
  })
})

test('a cell’s cache drops old answers, a cache of one tenant drops nothing', () => {
  const parameters = redisCachePlans[0]?.resources.find(({ name }) => name === 'parameters')
  expect(parameters?.base.spec).toMatchObject({
    forProvider: { parameter: [{ name: 'maxmemory-policy' }, {}] },
  })
  const patch = parameters?.patches.find(({ toFieldPath }) => toFieldPath.endsWith('parameter[0].value'))
  expect(patch?.fromFieldPath).toBe('spec.name')
  const [{ match }] = (patch?.transforms ?? []) as unknown as [
    { match: { patterns: { regexp: string; result: string }[]; fallbackTo: string; fallbackValue: string } },
  ]
  const of = (name: string) =>
    match.patterns.find(({ regexp }) => new RegExp(regexp).test(name))?.result ?? match.fallbackValue
  expect(match.fallbackTo).toBe('Value')
  expect([of('us-east-1-a'), of('tenant-acme')]).toEqual(['allkeys-lru', 'noeviction'])
})
