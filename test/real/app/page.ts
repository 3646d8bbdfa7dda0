import { io, type Socket } from 'socket.io-client'

/** A process of a tenant's Open WebUI, and the address by which browsers know the tenant. */
export interface Site {
  readonly url: string
  readonly origin: string
}

/** Somebody who is signed in. */
export interface Session {
  readonly site: Site
  readonly token: string
  readonly id: string
  readonly role: string
  readonly email: string
}

/** Calls the API as the page does, behind the gateway; `token` as the page sends it. */
export async function call(
  site: Site,
  method: string,
  path: string,
  token?: string,
  body?: unknown,
): Promise<Response> {
  const form = body instanceof FormData
  return fetch(`${site.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      origin: site.origin,
      'x-forwarded-proto': 'https',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
  })
}

/** The parsed answer; throws with what it says when it is no success. */
export async function answer<T>(response: Response): Promise<T> {
  if (!response.ok)
    throw new Error(`${response.status} ${response.url}: ${(await response.text()).slice(0, 2000)}`)
  return (await response.json()) as T
}

interface Account {
  readonly token: string
  readonly id: string
  readonly role: string
  readonly email: string
}

/** Signs in by the form. */
export async function signIn(site: Site, email: string, password: string): Promise<Session> {
  const account = await answer<Account>(
    await call(site, 'POST', '/api/v1/auths/signin', undefined, { email, password }),
  )
  return { site, token: account.token, id: account.id, role: account.role, email: account.email }
}

/** The session that a token is of, at this process or another. */
export async function sessionOf(site: Site, token: string): Promise<Session> {
  const account = await answer<Account>(await call(site, 'GET', '/api/v1/auths/', token))
  return { site, token, id: account.id, role: account.role, email: account.email }
}

/** An event of a chat as it comes over the socket. */
export interface ChatEvent {
  readonly chat_id: string
  readonly message_id: string
  readonly data: { readonly type: string; readonly data?: Record<string, unknown> }
}

/** The page's connection for events: a websocket that has joined the user's room. */
export interface Channel {
  /** Number of the connection; requests name it. */
  readonly id: string
  readonly events: readonly ChatEvent[]
  /** How often it has joined: once, and once more after each connection that was lost. */
  readonly joins: number
  close(): void
}

/**
 * Opens the websocket as the page does and joins; `reconnects` as it does after a lost connection. Throws when it is
 * refused or takes longer than 20 s.
 */
export async function openChannel({ site, token }: Session, lost?: 'reconnects'): Promise<Channel> {
  const socket: Socket = io(site.url, {
    path: '/ws/socket.io',
    transports: ['websocket'],
    reconnection: lost === 'reconnects',
    reconnectionDelay: 1000,
    reconnectionDelayMax: 5000,
    auth: { token },
    extraHeaders: { origin: site.origin, 'x-forwarded-proto': 'https' },
  })
  const events: ChatEvent[] = []
  let joins = 0
  const join = async () => {
    const joined: unknown = await socket.timeout(20_000).emitWithAck('user-join', { auth: { token } })
    if (!joined) throw new Error(`${site.url}: the websocket did not join`)
    joins += 1
  }
  socket.on('events', (event: ChatEvent) => events.push(event))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  await join()
  // A join that fails shows as one that is not counted.
  socket.on('connect', () => void join().catch(() => undefined))
  const heartbeat = setInterval(() => socket.connected && socket.emit('heartbeat', {}), 30_000)
  return {
    get id() {
      return socket.id ?? ''
    },
    get joins() {
      return joins
    },
    events,
    close: () => {
      clearInterval(heartbeat)
      socket.disconnect()
    },
  }
}
