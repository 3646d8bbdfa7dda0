/**
 * Rules of Redis users, as `ACL SETUSER` and ElastiCache's access string both take them (without `on` and a
 * password, which each sets in its own way). The commands are the smallest set that left the ACL log empty over
 * sign-in, chat, upload, websockets across pods, task stop and sign-out of Open WebUI 0.12.4; the sorted-set, list,
 * counter and transaction commands are of features which that run did not touch: notes that several people write, apps
 * and encrypted channels. A lock of the client library is let go by a script, which it has to load once.
 */
const common = [
  '-@all',
  '+auth',
  '+decrby',
  '+del',
  '+eval',
  '+evalsha',
  '+expire',
  '+get',
  '+hdel',
  '+hello',
  '+hget',
  '+hgetall',
  '+hkeys',
  '+hlen',
  '+hmget',
  '+hset',
  '+hvals',
  '+incr',
  '+llen',
  '+lrange',
  '+ping',
  '+publish',
  '+rpush',
  '+sadd',
  '+scard',
  '+select',
  '+set',
  '+smembers',
  '+srem',
  '+subscribe',
  '+unsubscribe',
  '+zadd',
  '+zcount',
  '+zrem',
]

/**
 * Rules of a tenant's user in a shared cache: its own keys and channels, no other.
 *
 * @param prefix key prefix of the tenant, without the colon; another tenant's prefix never starts with it and a colon
 */
export function sharedCacheAccess(prefix: string): string {
  const more = ['+append', '+exists', '+incrby', '+mget', '+strlen']
  return [`~${prefix}:*`, 'resetchannels', `&${prefix}:*`, ...common, ...more].join(' ')
}

/** What Open WebUI asks of its bus beyond what it asks of any cache. */
const ofBus = ['+exec', '+exists', '+hexists', '+hincrby', '+hscan', '+incrby', '+multi']

/**
 * Rules of the application's user on a bus of the tenant's own: also the fixed channels of socket.io, which no
 * prefix can fence.
 */
export function busAccess(prefix: string): string {
  return [busReach(prefix), ...common, ...ofBus, '+script|load'].join(' ')
}

/**
 * Rules on a cache of the tenant's own, which serves both. Nothing says that ElastiCache takes a part of a command, and
 * whose scripts could be flushed here but the tenant's.
 */
export function dedicatedCacheAccess(prefix: string): string {
  return [busReach(prefix), ...common, ...ofBus, '+append', '+mget', '+script', '+strlen'].join(' ')
}

function busReach(prefix: string): string {
  return `~${prefix}:* resetchannels &${prefix}:* &socketio &socketio#*`
}
