import type { servingTimes } from '../../../lib/resolve/serving-times.ts'

/** Ports, folders and times of a proxy; tests give their own. */
export interface ProxySettings {
  /** Port to which clients connect. */
  readonly port: number
  /** The model server, on the pod's own network. */
  readonly serverPort: number
  /** Port at which the autoscaler asks for the requests in flight. */
  readonly countsPort: number
  /** Shared with the server: `nginx.pid` as long as the proxy runs, `leaving` once the pod ends. */
  readonly runFolder: string
  /** For what nginx wants to write; it is empty unless a folder is missing. */
  readonly scratchFolder: string
  readonly accessLog: string
  readonly times: Pick<typeof servingTimes, 'answer' | 'connection' | 'idle' | 'silence'>
}

/** Path that the proxy answers itself, in every state of its server. */
export const proxyAlivePath = '/-/proxy'

/**
 * Configuration of the proxy in front of a model server. It changes no request and buffers nothing. Unlike
 * Ollama it ends gracefully: on SIGQUIT it refuses new connections, closes idle ones and waits for answers.
 *
 * Its log has times and sizes, never a body: prompts and answers belong to the tenant only.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_core_module.html
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html
 */
export function proxyConfig(settings: ProxySettings): string {
  const { port, serverPort, countsPort, runFolder, scratchFolder, accessLog, times } = settings
  return `worker_processes 1;
pid ${runFolder}/nginx.pid;
error_log stderr warn;
# An answer that takes longer is cut, or a pod would never end.
worker_shutdown_timeout ${times.answer}s;

events {
  worker_connections 4096;
}

http {
  log_format request escape=json '{"time":"$time_iso8601","client":"$remote_addr","method":"$request_method",'
    '"path":"$uri","status":$status,"bytes":$body_bytes_sent,"seconds":$request_time,'
    '"first_byte_seconds":"$upstream_header_time","request_of_connection":$connection_requests}';
  map $http_user_agent $logged {
    default 1;
    ~^kube-probe/ 0;
  }
  access_log ${accessLog} request if=$logged;

  client_body_temp_path ${scratchFolder}/body;
  proxy_temp_path ${scratchFolder}/proxy;
  fastcgi_temp_path ${scratchFolder}/fastcgi;
  uwsgi_temp_path ${scratchFolder}/uwsgi;
  scgi_temp_path ${scratchFolder}/scgi;

  # Connections end, so that the client's next one may reach another replica. The client closes idle ones first.
  keepalive_timeout ${times.idle}s;
  keepalive_time ${times.connection}s;
  keepalive_requests 1000;
  # A connection without a request delays the end of a pod by this time at most.
  client_header_timeout 10s;

  # Requests contain whole documents, answers are streams; a client that disconnects ends its answer.
  client_max_body_size 0;
  proxy_request_buffering off;
  proxy_buffering off;
  proxy_ignore_client_abort off;
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header Connection close;
  proxy_connect_timeout 5s;
  proxy_read_timeout ${times.silence}s;
  proxy_send_timeout ${times.silence}s;
  server_tokens off;

  # Connections with a request that is not answered yet. The question for them is always one of them.
  server {
    listen ${countsPort};
    access_log off;
    default_type application/json;
    return 200 '{"requests":$connections_writing}\n';
  }

  server {
    listen ${port};
    error_page 418 = @leaving;
    error_page 502 = @starting;

    location / {
      # The pod is terminating: it serves the request and closes the connection, so the client connects to another pod.
      if (-f ${runFolder}/leaving) {
        return 418;
      }
      proxy_pass http://127.0.0.1:${serverPort};
    }
    location @leaving {
      keepalive_timeout 0;
      proxy_pass http://127.0.0.1:${serverPort};
    }
    # The server restarts in a pod that is not ready any more.
    location @starting {
      default_type application/json;
      add_header Retry-After 5 always;
      return 503 '{"error":"the model server is starting, please try again"}';
    }
    location = ${proxyAlivePath} {
      access_log off;
      default_type text/plain;
      return 200 'the proxy runs\\n';
    }
  }
}
`
}
