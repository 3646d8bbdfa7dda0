import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
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
  close(): void
}

/** Opens the websocket as the page does and joins. Throws when it is refused or takes longer than 20 s. */
export async function openChannel({ site, token }: Session): Promise<Channel> {
  const socket: Socket = io(site.url, {
    path: '/ws/socket.io',
    transports: ['websocket'],
    reconnection: false,
    auth: { token },
    extraHeaders: { origin: site.origin, 'x-forwarded-proto': 'https' },
  })
  const events: ChatEvent[] = []
  socket.on('events', (event: ChatEvent) => events.push(event))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const joined: unknown = await socket.timeout(20_000).emitWithAck('user-join', { auth: { token } })
  if (!joined) throw new Error(`${site.url}: the websocket did not join`)
  return { id: socket.id ?? '', events, close: () => socket.disconnect() }
}

/** One question and its answer. */
export interface Turn {
  readonly chatId: string
  readonly messageId: string
  readonly content: string
  /** The error that the page would show. */
  readonly errors: readonly unknown[]
  readonly events: readonly ChatEvent[]
  readonly sources: readonly unknown[]
}

/** The part that a question adds to the body that the page sends. */
export interface Question {
  readonly model: string
  readonly text: string
  /** The turn that it goes on from. */
  readonly after?: Turn
  readonly files?: readonly unknown[]
  /** Process that gets the request; that of the session unless given. */
  readonly at?: Site
}

/** Sends a question as the page of Open WebUI 0.12.4 does with the settings of a new user, and waits for its end. */
export async function ask(
  session: Session,
  channel: Channel,
  question: Question,
  seconds = 90,
): Promise<Turn> {
  const { model, text, after, files, at = session.site } = question
  const [userId, messageId] = [randomUUID(), randomUUID()]
  const parentId = after?.messageId ?? null
  const timestamp = Math.floor(Date.now() / 1000)
  const from = channel.events.length
  const models = await answer<{ data: { id: string }[] }>(await call(at, 'GET', '/api/models', session.token))
  const response = await call(at, 'POST', '/api/chat/completions', session.token, {
    stream: true,
    model,
    params: { model_controls: {} },
    ...(files ? { files } : {}),
    tool_ids: [],
    tool_servers: [],
    features: { voice: false, image_generation: false, code_interpreter: false, web_search: false },
    variables: {
      '{{USER_NAME}}': 'A Person',
      '{{USER_LANGUAGE}}': 'en-US',
      '{{CURRENT_TIMEZONE}}': 'Etc/UTC',
    },
    ...(after ? {} : { chat_variables: {} }),
    model_item: models.data.find(({ id }) => id === model),
    session_id: channel.id,
    ...(after ? { chat_id: after.chatId } : {}),
    id: messageId,
    message_ids: [{ model_id: model, message_id: messageId, modelIdx: 0 }],
    parent_id: parentId,
    user_message: {
      id: userId,
      parentId,
      childrenIds: [messageId],
      role: 'user',
      user_id: session.id,
      content: text,
      ...(files ? { files } : {}),
      timestamp,
      models: [model],
    },
    background_tasks: {
      ...(after ? {} : { title_generation: true, tags_generation: true }),
      follow_up_generation: true,
    },
  })
  const { chat_id: chatId } = await answer<{ chat_id: string }>(response)
  const mine = () => channel.events.slice(from).filter(({ chat_id }) => chat_id === chatId)
  const deadline = Date.now() + seconds * 1000
  // The last event of a turn, after its title, its tags and its follow-ups.
  while (!mine().some(({ data }) => data.type === 'chat:active' && data.data?.['active'] === false)) {
    if (Date.now() > deadline)
      throw new Error(`no end within ${seconds} s: ${JSON.stringify(mine()).slice(-3000)}`)
    await sleep(50)
  }
  const events = mine()
  return {
    chatId,
    messageId,
    content: await saved(session, at, chatId, messageId),
    errors: events.flatMap(({ data }) => {
      if (data.type === 'chat:message:error') return [data.data]
      return data.data?.['error'] ? [data.data['error']] : []
    }),
    sources: events.flatMap(({ data }) =>
      data.type === 'source' ? [data.data] : (data.data?.['sources'] ?? []),
    ) as unknown[],
    events,
  }
}

/** The answer as the page finds it when it is opened again. */
async function saved(session: Session, site: Site, chatId: string, messageId: string): Promise<string> {
  const { chat } = await answer<{ chat: { history: { messages: Record<string, { content?: string }> } } }>(
    await call(site, 'GET', `/api/v1/chats/${chatId}`, session.token),
  )
  return chat.history.messages[messageId]?.content ?? ''
}
