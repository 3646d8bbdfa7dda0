/**
 * Rules of Redis users, as `ACL SETUSER` and ElastiCache's access string both take them (without `on` and a
 * password, which each sets in its own way).
 */

/** Every client signs in, and a pool verifies its connections. */
const signIn = ['-@all', '+auth', '+hello', '+ping', '+select']

/**
 * Rules of a tenant's user in a shared cache: plain values below its own prefix and nothing else. It has no scripts: a
 * script holds up the whole server, and so every tenant of the cell, for as long as it runs. It has no channels, lists
 * or hashes either: everything that Open WebUI shares between its pods is on the tenant's own bus.
 *
 * @param prefix key prefix of the tenant, without the colon; another tenant's prefix never starts with it and a colon
 */
export function sharedCacheAccess(prefix: string): string {
  const values = ['+del', '+exists', '+expire', '+get', '+mget', '+set', '+strlen', '+ttl', '+unlink']
  return [`~${prefix}:*`, 'resetchannels', `&${prefix}:*`, ...signIn, ...values].join(' ')
}

/**
 * Commands of Open WebUI 0.12.4, for sessions, sign-outs, locks, tasks and websockets. The set left the ACL log empty
 * over sign-in, chat, upload, websockets across pods, task stop and sign-out; the sorted-set, list, counter and
 * transaction commands are of features which that run did not touch: notes that several people write, apps and
 * encrypted channels. Locks, their release and the streams of answers are scripts.
 */
const application = [
  ...signIn,
  '+append',
  '+decrby',
  '+del',
  '+eval',
  '+evalsha',
  '+exec',
  '+exists',
  '+expire',
  '+get',
  '+hdel',
  '+hexists',
  '+hget',
  '+hgetall',
  '+hincrby',
  '+hkeys',
  '+hlen',
  '+hmget',
  '+hscan',
  '+hset',
  '+hvals',
  '+incr',
  '+incrby',
  '+llen',
  '+lrange',
  '+mget',
  '+multi',
  '+publish',
  '+rpush',
  '+sadd',
  '+scard',
  '+set',
  '+smembers',
  '+srem',
  '+strlen',
  '+subscribe',
  '+unsubscribe',
  '+zadd',
  '+zcount',
  '+zrem',
]

/**
 * Rules of the application's user on the tenant's own bus: its keys and channels, and the fixed channels of socket.io,
 * which no prefix can fence. The client library names itself when it connects (`client|setinfo`).
 */
export function busAccess(prefix: string): string {
  return [busReach(prefix), ...application, '+client|setinfo', '+script|load'].join(' ')
}

/**
 * Rules on a cache of the tenant's own, which serves in place of the bus. Nothing says that ElastiCache takes a part of
 * a command, and the only scripts that could be flushed here are the tenant's.
 */
export function dedicatedCacheAccess(prefix: string): string {
  return [busReach(prefix), ...application, '+script'].join(' ')
}

function busReach(prefix: string): string {
  return `~${prefix}:* resetchannels &${prefix}:* &socketio &socketio#*`
}
