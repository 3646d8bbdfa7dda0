#!/usr/bin/env bash
# Pre-stop hook of the model server, which cuts every answer as soon as it gets SIGTERM. All requests come through the
# proxy of the same pod, so the server may stop when the proxy has: nginx deletes its file when its last answer has ended.
# Needs only bash. If the proxy's state is unknown, it waits.
#
#   PROXY_RUN      folder that both share
#   DRAIN_SECONDS  longest wait
set -u

# From now on each response closes its connection, so that clients connect to other pods.
: > "$PROXY_RUN/leaving" || echo 'drain: the proxy cannot be notified; clients stay until it closes their connections' >&2

until [ -d "$PROXY_RUN" ] && [ ! -e "$PROXY_RUN/nginx.pid" ]; do
  [ "$SECONDS" -lt "$DRAIN_SECONDS" ] || exit 0
  sleep 1 2> /dev/null || :
done
