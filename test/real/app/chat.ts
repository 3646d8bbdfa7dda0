import { randomUUID } from 'node:crypto'
import { answer, type Channel, type ChatEvent, call, type Session, type Site } from './page.ts'
import { until } from './until.ts'

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
  /** The turn that it continues. */
  readonly after?: Turn
  readonly files?: readonly unknown[]
  /** Process that gets the request; that of the session unless given. */
  readonly at?: Site
  /** Most words of the answer, as a person can set them in the page. */
  readonly words?: number
}

/** A question whose answer may still be under way. */
export interface Asked {
  readonly chatId: string
  readonly messageId: string
  /** Its events so far. */
  events(): readonly ChatEvent[]
  /** Waits for its last event, after its title, its tags and its follow-ups. */
  end(seconds?: number): Promise<Turn>
}

/** Sends a question as the page does, and waits for the end of its answer. */
export async function ask(
  session: Session,
  channel: Channel,
  question: Question,
  seconds?: number,
): Promise<Turn> {
  const asked = await begin(session, channel, question)
  return asked.end(seconds)
}

/** Sends a question as the page of Open WebUI 0.12.4 does with the settings of a new user. */
export async function begin(session: Session, channel: Channel, question: Question): Promise<Asked> {
  const { model, text, after, files, words, at = session.site } = question
  const [userId, messageId] = [randomUUID(), randomUUID()]
  const parentId = after?.messageId ?? null
  const timestamp = Math.floor(Date.now() / 1000)
  const from = channel.events.length
  const models = await answer<{ data: { id: string }[] }>(await call(at, 'GET', '/api/models', session.token))
  const response = await call(at, 'POST', '/api/chat/completions', session.token, {
    stream: true,
    model,
    params: { model_controls: {}, ...(words ? { max_tokens: words } : {}) },
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
  return {
    chatId,
    messageId,
    events: mine,
    end: async (seconds = 90) => {
      await until(
        'the answer has ended',
        seconds,
        () => mine().some(({ data }) => data.type === 'chat:active' && data.data?.['active'] === false),
        () => JSON.stringify(mine()).slice(-3000),
        50,
      )
      const content = await storedAnswer(session, at, { chatId, messageId })
      return { chatId, messageId, content, ...shown(mine()) }
    },
  }
}

/** The part of events that a page shows beside the answer's text. */
function shown(events: readonly ChatEvent[]): Pick<Turn, 'errors' | 'sources' | 'events'> {
  return {
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

/** The answer as the page finds it when it is opened again, at a process. */
export async function storedAnswer(
  session: Session,
  site: Site,
  { chatId, messageId }: Pick<Asked, 'chatId' | 'messageId'>,
): Promise<string> {
  const { chat } = await answer<{ chat: { history: { messages: Record<string, { content?: string }> } } }>(
    await call(site, 'GET', `/api/v1/chats/${chatId}`, session.token),
  )
  return chat.history.messages[messageId]?.content ?? ''
}
