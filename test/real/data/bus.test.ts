import { appendFileSync, readdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MiB } from '../../../lib/catalog/units.ts'
import { busUse, resolveBus } from '../../../lib/resolve/bus.ts'
import { busAccess, sharedCacheAccess } from '../../../lib/resolve/cache-access.ts'
import { completeTenant } from '../../../lib/spec/complete.ts'
import { plain } from '../../support/fleet.ts'
import { claimPorts } from '../../support/ports.ts'
import { debian, inDebian } from './debian.ts'
import { startBus, stopValkeys, type Valkey, withRedisPy } from './valkey-server.ts'

const [port = '', locked = ''] = (await claimPorts(2)).map(String)
const url = `redis://bus:secretbus@127.0.0.1:${port}/0`
const prefix = 'tenant-a'
const bus = resolveBus(completeTenant({ ...plain, id: 'a', expectedUsers: 400 }))
const cli = async (...command: string[]) =>
  (
    await inDebian('valkey', [
      ...['valkey-cli', '-p', port, '--no-auth-warning', '--user', 'bus', '--pass', 'secretbus'],
      ...command,
    ])
  ).out.trim()

/** As Open WebUI 0.12.4 refreshes a person's token for each message: under a lock, with its own options. */
const refreshTwice = `
import asyncio, os, time, redis.asyncio as redis
async def main():
    client = redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
    began = time.monotonic()
    for message in range(2):
        async with client.lock("tenant-a:oauth:refresh_lock:session", timeout=60):
            pass
    print(round(time.monotonic() - began, 1))
asyncio.run(main())
`

describe('locks, as Open WebUI takes and releases them', () => {
  afterAll(stopValkeys)

  test('a person’s second message does not wait for the lock of the first', async () => {
    await startBus(port, 'locks', { accessRules: busAccess(prefix), dataBytes: bus.dataBytes })
    const { code, out, err } = await withRedisPy(refreshTwice, { REDIS_URL: url })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(Number(out)).toBeLessThan(2)
  })

  test('with the rights of the cell’s cache the lock stays: that is why it is not used', async () => {
    await startBus(locked, 'shared', { accessRules: sharedCacheAccess(prefix), dataBytes: bus.dataBytes })
    const { code, err } = await withRedisPy(refreshTwice, { REDIS_URL: url.replace(port, locked) })
    expect(code).not.toBe(0)
    expect(err).toMatch(/NoPermission|no permissions/)
  })
})

/** One call of each method that the application's sources have, by the same client. */
const everything = `
import asyncio, os, redis, redis.asyncio as aio
p = "tenant-a"
def plain(r):
    r.hset(p + ":session_pool", "k", "v"); r.hset(p + ":models", mapping={"a": "1"})
    r.hget(p + ":models", "a"); r.hkeys(p + ":models"); r.hvals(p + ":models"); r.hgetall(p + ":models")
    r.hlen(p + ":models"); r.hexists(p + ":models", "a"); r.hscan(p + ":session_pool", 0, count=200)
    r.hmget(p + ":models", ["a", "b"]); r.hdel(p + ":models", "a"); r.delete(p + ":models")
    r.set(p + ":usage_cleanup_lock", "id", nx=True, ex=60)
    r.eval("if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('expire', KEYS[1], ARGV[2]) end return 0", 1, p + ":usage_cleanup_lock", "id", 60)
async def tasks(r):
    await r.set(p + ":auth:token:1:revoked", "1", ex=60); await r.get(p + ":auth:token:1:revoked")
    await r.incr(p + ":ratelimit:a:1"); await r.expire(p + ":ratelimit:a:1", 60); await r.mget([p + ":ratelimit:a:1"])
    pipe = r.pipeline(transaction=False)
    pipe.set(p + ":tasks:1", "1", ex=300); pipe.hset(p + ":tasks", "1", ""); pipe.sadd(p + ":tasks:item:c", "1")
    pipe.exists(p + ":tasks:1"); pipe.expire(p + ":tasks:1", 300); await pipe.execute()
    await r.set(p + ":tasks:response_streams:1", "snapshot", ex=60)
    await r.eval("if redis.call('strlen', KEYS[1]) ~= tonumber(ARGV[1]) then return 0 end redis.call('append', KEYS[1], ARGV[2]) return 1", 1, p + ":tasks:response_streams:1", 8, "more")
    await r.eval("redis.call('hincrby', KEYS[1], 'count', 1) redis.call('set', KEYS[2], 'v', 'EX', 9) return redis.call('del', KEYS[2])", 2, p + ":encryption:1", p + ":encryption:2")
    await r.smembers(p + ":tasks:item:c"); await r.scard(p + ":tasks:item:c"); await r.srem(p + ":tasks:item:c", "1")
    await r.incrby(p + ":ydoc:size", 3); await r.decrby(p + ":ydoc:size", 3)
    pipe = r.pipeline(); pipe.delete(p + ":ydoc:u"); pipe.rpush(p + ":ydoc:u", "1", "2"); await pipe.execute()
    await r.llen(p + ":ydoc:u"); await r.lrange(p + ":ydoc:u", 0, -1)
    await r.zadd(p + ":apps", {"w": 1}); await r.zcount(p + ":apps", 0, "+inf"); await r.zrem(p + ":apps", "w")
    lock = r.lock(p + ":chat:1:presence:lock", timeout=60, blocking_timeout=60)
    async with lock:
        assert await lock.owned()
    listener = r.pubsub(); await listener.subscribe(p + ":tasks:commands", "socketio", "socketio#/#user:1")
    await r.publish(p + ":tasks:commands", "{}"); await r.publish("socketio#/#user:1", "{}"); await listener.ping()
    await listener.unsubscribe("socketio#/#user:1"); await listener.aclose(); await r.ping(); await r.aclose()
plain(redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True))
asyncio.run(tasks(aio.from_url(os.environ["REDIS_URL"], decode_responses=True)))
`

describe('a bus', () => {
  let server: Valkey
  beforeAll(async () => {
    server = await startBus(port, 'whole', {
      // For the log of refusals, which the application may not read.
      accessRules: `${busAccess(prefix)} +acl|log`,
      dataBytes: bus.dataBytes,
    })
  })
  afterAll(stopValkeys)

  test('refuses nothing that the application asks for', async () => {
    const { code, err } = await withRedisPy(everything, { REDIS_URL: url })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(await cli('acl', 'log')).toBe('')
  })

  test('keeps a listener that hears nothing for longer than the time-out of its connection', async () => {
    const listen = `
import asyncio, os, redis.asyncio as redis
async def main():
    listener = redis.from_url(os.environ["REDIS_URL"], socket_timeout=1).pubsub()
    await listener.subscribe("socketio")
    await listener.get_message(timeout=None)
    heard = asyncio.create_task(listener.get_message(timeout=None))
    await asyncio.sleep(4)
    await redis.from_url(os.environ["REDIS_URL"]).publish("socketio", "late")
    print((await asyncio.wait_for(heard, 5))["data"].decode())
asyncio.run(main())
`
    const { out, err } = await withRedisPy(listen, { REDIS_URL: url })
    expect({ out: out.trim(), err }).toEqual({ out: 'late', err: '' })
  })

  test('has its keys again after a crash of its container, whatever became of the end of its log', async () => {
    expect(await cli('set', 'tenant-a:auth:token:7:revoked', '1', 'EX', '600')).toBe('OK')
    const folder = join(debian, 'tmp/whole-data/appendonlydir')
    const last = () =>
      join(folder, readdirSync(folder).find((name) => name.endsWith('.incr.aof')) ?? 'no log of changes')
    const again = async () => {
      server = await startBus(
        port,
        'whole',
        { accessRules: busAccess(prefix), dataBytes: bus.dataBytes },
        'kept',
      )
      return cli('get', 'tenant-a:auth:token:7:revoked')
    }
    // Written at once by the kernel, to the disk each second.
    await server.kill()
    expect(await again()).toBe('1')

    expect(await cli('set', 'tenant-a:last', 'x')).toBe('OK')
    await server.kill()
    truncateSync(last(), statSync(last()).size - 3)
    expect(await again()).toBe('1')

    await server.kill()
    appendFileSync(last(), 'no command\r\n*9\r\n')
    expect(await again()).toBe('1')

    // Nothing can be read any more: it starts empty instead of never.
    await server.kill()
    for (const name of readdirSync(folder)) truncateSync(join(folder, name), 5)
    expect(await again()).toBe('')
  })
})

test.each([25, 400, 2000])(
  'the memory of a bus holds what %i users leave in it, and half as much again',
  async (users) => {
    const sized = resolveBus(completeTenant({ ...plain, id: 'a', expectedUsers: users }))
    await startBus(port, 'sized', {
      accessRules: `${busAccess(prefix)} +info`,
      dataBytes: sized.dataBytes,
    })
    const fill = `
import json, os, uuid, redis
r = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
users = int(os.environ["USERS"]) * 3 // 2
some = lambda: str(uuid.uuid4())
row = {"id": some(), "email": "someone.with.a.name@customer.example", "role": "user", "name": "Someone Withaname",
    "settings": {"ui": {"system": "x" * 8192}}, "oauth": {"oidc": {"sub": some()}}, "last_seen_at": 1790000000, "chat_ids": [some()]}
pipe = r.pipeline(transaction=False)
for user in range(users):
    for page in range(2):
        pipe.hset("tenant-a:session_pool", some(), json.dumps(row))
    for bucket in range(3):
        pipe.set(f"tenant-a:ratelimit:someone.with.a.name{user}@customer.example:{29800000 + bucket}", "3", ex=240)
    pipe.set(f"tenant-a:auth:token:{some()}:revoked", "1", ex=86400)
    if user % 100 == 0:
        pipe.execute()
for answer in range(users // 10):
    pipe.set(f"tenant-a:tasks:response_streams:{some()}", "x" * ${busUse.answer - 65_536}, ex=3600)
pipe.execute()
print(r.info("memory")["used_memory"])
`
    const { out, err } = await withRedisPy(fill, { REDIS_URL: url, USERS: String(users) })
    expect(err).toBe('')
    expect(Number(out)).toBeLessThan(sized.dataBytes)
    // Nor is it several times what they need.
    expect(sized.dataBytes).toBeLessThan(80 * MiB + 3 * Number(out) + 32 * MiB)
    stopValkeys()
  },
)
