import { timeouts } from './timeouts.ts'

/**
 * Times of a chat's way from Open WebUI to a model, in one place: the proxy in front of a model server, the end of its
 * pod, its autoscaler and the client agree only if they take them from the same table. Seconds.
 */
export const servingTimes = {
  /**
   * The longest answer that a pod waits for when it ends, and the longest that is no reason for another replica: 1,500 words
   * at five a second. A longer one is cut when its pod ends.
   */
  answer: 300,
  /**
   * Time for which a terminating pod still serves, with each response closing its connection. Longer than `clientIdle`:
   * then no connection remains on which a client could send a request.
   */
  leave: 20,
  /**
   * A client's pool reuses a connection that was idle for so long at most: aiohttp's default, which Open WebUI keeps.
   * @see https://docs.aiohttp.org/en/stable/client_reference.html#aiohttp.TCPConnector
   */
  clientIdle: 15,
  /** The proxy keeps an idle connection so long: longer than its client, which then is the one that closes. */
  idle: 75,
  /** A connection closes with the first response after this time, so that a new replica gets its share. */
  connection: 60,
  /** A model may be silent so long within an answer. */
  silence: timeouts.modelProxyRead,
  /** Between the end of a drain and the end of the pod: the server stops within a second or two. */
  stop: 15,
  /** A server that does not answer its probe has nothing to drain. */
  hung: 10,
  /** The autoscaler reads processor use as an average over up to so long, so it sees an answer's end that much later. */
  metricsLag: 60,
} as const
