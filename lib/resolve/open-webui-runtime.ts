import type { Env } from './pod-types.ts'

/** The process itself: logs, connections, threads, and work that it does while nobody asks. */
export function runtimeEnv(): Env {
  return {
    // It would hold back the words of an answer.
    ENABLE_COMPRESSION_MIDDLEWARE: 'false',
    ENABLE_ORJSON: 'true',
    ENABLE_PERSISTENT_CONFIG: 'false',
    ENABLE_WEBSOCKET_SUPPORT: 'true',
    GLOBAL_LOG_LEVEL: 'INFO',
    LOG_FORMAT: 'json',
    REDIS_HEALTH_CHECK_INTERVAL: '60',
    REDIS_SOCKET_CONNECT_TIMEOUT: '5',
    REDIS_SOCKET_KEEPALIVE: 'true',
    THREAD_POOL_SIZE: '2000',
    UVICORN_WORKERS: '1',
    WEBSOCKET_MANAGER: 'redis',
    // The options replace those of REDIS_URL. Without `socket_timeout` an answer would wait for a lost node's bus until the
    // kernel gives the connection up, after a quarter of an hour; an idle subscriber is not ended by it (redis-py 8.0.1).
    WEBSOCKET_REDIS_OPTIONS: '{"socket_connect_timeout":5,"socket_timeout":10,"health_check_interval":60}',
    ...pollersEnv,
  }
}

/**
 * Each pod asks its database for due timers once a second and for due events every ten. Timers are made by sub-agents
 * alone, which are off. The second loop runs on beats of the first: 58 s and its jitter of up to 2 s come to 60 s, which
 * is less than the 63 s (58 + 5) for which an event that has begun is still announced.
 *
 * @see open_webui/utils/automations.py scheduler_worker_loop, _check_calendar_alerts (0.12.4)
 */
const pollersEnv = {
  ENABLE_AUTOMATIONS: 'false',
  ENABLE_SUBAGENTS: 'false',
  SCHEDULER_POLL_INTERVAL: '58',
  TIMER_POLL_INTERVAL: '30',
} as const
