/** Places that differ between a test and the pod of the controller. */
export interface MainPlaces {
  readonly sockets: string
  readonly pid: string
  /** Directives of the test: folders for temporary files, a log. */
  readonly more?: string
}

/**
 * The main file that nginx/kubernetes-ingress 5.5.4 generates from its ConfigMap, for the settings that dist has. Left out:
 * the status page, keys of APIs (the module njs), TCP streams.
 *
 * @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/version1/nginx.tmpl
 */
export function mainOf(
  settings: Readonly<Record<string, string>>,
  servers: string,
  { sockets, pid, more = '' }: MainPlaces,
): string {
  const headers = (settings['add-header'] ?? '').split(',').filter((header) => header.includes(':'))
  const protocols = settings['ssl-protocols']
  return `
worker_processes ${settings['worker-processes'] ?? 1};
${settings['worker-shutdown-timeout'] ? `worker_shutdown_timeout ${settings['worker-shutdown-timeout']};` : ''}
daemon off;
error_log stderr notice;
pid ${pid};
events { worker_connections ${settings['worker-connections'] ?? 1024}; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  map_hash_max_size 2048;
  map_hash_bucket_size 256;
  ${headers.map(addHeader).join('\n  ')}
  ${more}
  map $nginx_version $secret_dir_path { default "/etc/nginx/secrets"; }
  sendfile on;
  keepalive_timeout ${settings['keepalive-timeout'] ?? '75s'};
  keepalive_requests 1000;
  server_names_hash_max_size ${settings['server-names-hash-max-size'] ?? 1024};
  server_names_hash_bucket_size 256;
  variables_hash_bucket_size 256;
  variables_hash_max_size 1024;
  map $http_upgrade $default_connection_header { default ""; }
  map $http_upgrade $vs_connection_header { default upgrade; '' $default_connection_header; }
  ${protocols ? `ssl_protocols ${protocols};` : ''}
  ${settings['http-snippets'] ?? ''}
  ${servers}
  server { listen unix:${sockets}/nginx-502-server.sock; access_log off; return 502; }
  server { listen unix:${sockets}/nginx-418-server.sock; access_log off; return 418; }
}
`
}

/** A header of the ConfigMap: `name: value`, or `name: value:always`. */
function addHeader(header: string): string {
  const [name = '', value = '', always] = header.split(':').map((part) => part.trim())
  return `add_header ${name} "${value}"${always === 'always' ? ' always' : ''};`
}

/** The server of callers that use none of the hosts. */
export function defaultServer(settings: Readonly<Record<string, string>>): string {
  const balancers = (settings['set-real-ip-from'] ?? '').split(',')
  return `server {
  listen 80 default_server;
  listen 443 ssl default_server;
  http2 on;
  ssl_certificate $secret_dir_path/default;
  ssl_certificate_key $secret_dir_path/default;
  ${balancers.map((cidr) => `set_real_ip_from ${cidr};`).join('\n  ')}
  real_ip_header X-Forwarded-For;
  real_ip_recursive on;
  server_tokens off;
  server_name _;
  ${settings['server-snippets'] ?? ''}
  location / { return 404; }
}
`
}
