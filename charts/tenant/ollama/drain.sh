#!/usr/bin/env bash
# Pre-stop hook: lets running generations end. On SIGTERM the server cuts every stream at once, so the wait is here.
# No new request arrives once the pod has left its Service, which takes a few seconds.
#
#   DRAIN_PORT     port of the server
#   DRAIN_SECONDS  longest wait
set -euo pipefail

: "${DRAIN_PORT:?}" "${DRAIN_SECONDS:?}"
port=$(printf ':%04X' "$DRAIN_PORT")
proc="${PROC_NET:-/proc/net}"

# Established connections (state 01) to our port, IPv4 and IPv6.
open_connections() {
  cat "$proc/tcp" "$proc/tcp6" 2>/dev/null | awk -v port="$port" '$2 ~ port "$" && $4 == "01" { n++ } END { print n + 0 }'
}

sleep "${SETTLE_SECONDS:-10}"
for _ in $(seq "$DRAIN_SECONDS"); do
  [ "$(open_connections)" -gt 0 ] || exit 0
  sleep 1
done
