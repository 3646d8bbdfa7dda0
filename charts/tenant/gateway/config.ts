import type { servingTimes } from '../../../lib/resolve/serving-times.ts'

/** Ports, folders and times of a gateway; tests give their own. */
export interface GatewaySettings {
  /** Port to which Open WebUI connects. */
  readonly port: number
  /** The interceptor, on the pod's own network. */
  readonly interceptorPort: number
  /** Host of the only route. */
  readonly host: string
  readonly serverVersion: string
  /** Folder with `tags.json`. */
  readonly folder: string
  /** `nginx.pid` as long as nginx runs, `leaving` once the pod ends. */
  readonly runFolder: string
  readonly scratchFolder: string
  readonly accessLog: string
  readonly wakeSeconds: number
  readonly responseHeaderSeconds: number
  readonly readSeconds: number
  readonly drainSeconds: number
  readonly times: Pick<typeof servingTimes, 'connection' | 'idle'>
}

/**
 * Configuration of nginx in front of the interceptor of a model server that scales to zero.
 *
 * - It answers questions about the models itself. Open WebUI asks them for every page and gives up after 10 s: the
 *   interceptor would wake the server for them, and the models would be missing from the page meanwhile.
 * - It sets the host of every request, so a client has no say in the route.
 * - It turns the interceptor's expired waits into Ollama's form of an error, which Open WebUI shows.
 *
 * @see https://github.com/kedacore/http-add-on/blob/v0.15.0/interceptor/middleware/endpoint_resolver.go
 */
export function gatewayConfig(settings: GatewaySettings): string {
  const { port, interceptorPort, host, folder, runFolder, scratchFolder, times } = settings
  return `worker_processes 1;
pid ${runFolder}/nginx.pid;
error_log stderr warn;
# A held request that takes longer is cut, or a pod would never end.
worker_shutdown_timeout ${settings.drainSeconds}s;

events {
  worker_connections 4096;
}

http {
  log_format request escape=json '{"time":"$time_iso8601","client":"$remote_addr","method":"$request_method",'
    '"path":"$uri","status":$status,"bytes":$body_bytes_sent,"seconds":$request_time,'
    '"first_byte_seconds":"$upstream_header_time","cold_start":"$upstream_http_x_keda_http_cold_start"}';
  map $http_user_agent $logged {
    default 1;
    ~^kube-probe/ 0;
  }
  access_log ${settings.accessLog} request if=$logged;

  client_body_temp_path ${scratchFolder}/body;
  proxy_temp_path ${scratchFolder}/proxy;
  fastcgi_temp_path ${scratchFolder}/fastcgi;
  uwsgi_temp_path ${scratchFolder}/uwsgi;
  scgi_temp_path ${scratchFolder}/scgi;

  keepalive_timeout ${times.idle}s;
  keepalive_time ${times.connection}s;
  keepalive_requests 1000;
  client_header_timeout 10s;

  # Requests contain whole documents, answers are streams; a client that disconnects gives up its place.
  client_max_body_size 0;
  proxy_request_buffering off;
  proxy_buffering off;
  proxy_ignore_client_abort off;
  proxy_http_version 1.1;
  proxy_set_header Host ${host};
  proxy_set_header X-Forwarded-Host "";
  proxy_set_header Connection close;
  proxy_connect_timeout 5s;
  proxy_read_timeout ${settings.readSeconds}s;
  proxy_send_timeout ${settings.readSeconds}s;
  server_tokens off;
  default_type application/json;

  # The interceptor sends this header as soon as the server has a ready pod.
  map $upstream_http_x_keda_http_cold_start $expired {
    "" "the model did not start within ${settings.wakeSeconds} s; it is still being started, please try again";
    default "the model sent no answer within ${settings.responseHeaderSeconds} s";
  }

  server {
    listen ${port};
    # A request that came by @leaving may end in another page.
    recursive_error_pages on;
    error_page 418 = @leaving;
    error_page 502 = @unreachable;
    error_page 504 = @expired;

    location = / {
      default_type text/plain;
      return 200 'Ollama is running';
    }
    location = /api/version {
      return 200 '{"version":"${settings.serverVersion}"}';
    }
    location = /api/tags {
      alias ${folder}/tags.json;
    }
    # Which models are in memory is unknown here while the server sleeps.
    location = /api/ps {
      return 200 '{"models":[]}';
    }
    location / {
      # The pod is terminating: it serves the request and closes the connection, so the client connects to another pod.
      if (-f ${runFolder}/leaving) {
        return 418;
      }
      proxy_intercept_errors on;
      proxy_pass http://127.0.0.1:${interceptorPort};
    }
    location @leaving {
      keepalive_timeout 0;
      proxy_intercept_errors on;
      proxy_pass http://127.0.0.1:${interceptorPort};
    }
    location @unreachable {
      add_header Retry-After 5 always;
      return 503 '{"error":"the model server cannot be reached, please try again"}';
    }
    location @expired {
      return 504 '{"error":"$expired"}';
    }
  }
}
`
}
