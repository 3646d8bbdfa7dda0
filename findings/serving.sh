#!/usr/bin/env bash
# nginx 1.22.1 (Debian 12, 1.22.1-9+deb12u11): a graceful quit waits for connections on which nothing was ever asked.
#
# Behaviour: `nginx -s quit` (SIGQUIT) closes kept-alive connections between two requests at once. A connection that was
#   accepted and has not sent its first byte is no idle one to it: the worker stays until client_header_timeout has passed,
#   60 s unless set, although the listener is long closed.
# Expected by most: "graceful" means that nginx waits for requests that are being served; a connection without a request is
#   idle, and idle connections are closed.
# Why it matters: load balancers and clients that connect ahead, and plain TCP checks, hold each pod that ends for a minute;
#   with Kubernetes' default grace period of 30 s it is then killed, and answers that were still under way with it.
#   client_header_timeout bounds it; worker_shutdown_timeout does, too, but cuts answers.
#
# Prints the seconds that a quit takes beside an idle connection of either kind, exits 1 if the behaviour changed.
set -euo pipefail

version=1.22.1-9+deb12u11
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq update
apt-get -qq -o APT::Sandbox::User=root download "nginx=$version"
dpkg-deb -x nginx_*.deb .
mkdir tmp

# Seconds that a quit takes while a connection to port $1 is open, which has sent $2 before.
quit_seconds() {
  local port=$1 sent=$2 started
  cat > nginx.conf <<CONF
pid $folder/nginx.pid;
error_log stderr crit;
events {}
http {
  access_log off;
  client_body_temp_path $folder/tmp; proxy_temp_path $folder/tmp; fastcgi_temp_path $folder/tmp;
  uwsgi_temp_path $folder/tmp; scgi_temp_path $folder/tmp;
  keepalive_timeout 60s;
  client_header_timeout 8s;
  server { listen 127.0.0.1:$port; return 204; }
}
CONF
  ./usr/sbin/nginx -e stderr -c "$folder/nginx.conf" -g 'daemon off;' &
  local nginx=$!
  until exec 3<> "/dev/tcp/127.0.0.1/$port"; do sleep 0.1; done 2> /dev/null
  [ -z "$sent" ] || { printf '%b' "$sent" >&3; read -r -t 5 _ <&3; }
  sleep 0.5
  started=$SECONDS
  kill -QUIT "$nginx"
  wait "$nginx"
  exec 3>&-
  echo $((SECONDS - started))
}

kept=$(quit_seconds $((20000 + RANDOM % 5000)) 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')
fresh=$(quit_seconds $((25000 + RANDOM % 5000)) '')
echo "nginx $version, client_header_timeout 8s"
echo "quit beside a kept-alive connection after one request: $kept s"
echo "quit beside a connection that never asked anything:    $fresh s"
[ "$kept" -le 2 ] && [ "$fresh" -ge 6 ]
