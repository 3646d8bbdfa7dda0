#!/usr/bin/env bash
# Starts one of three Valkeys, or the sentinel beside it. They hold only data that Argo CD can compute again. The
# sentinels choose the primary. Before any sentinel runs, the first server is the primary. A failover needs the
# agreement of two of the three sentinels.
#
#   cache.sh server | sentinel
#
#   AUTH                 password of servers and sentinels
#   NAME                 host name of this server, as the other servers know it
#   PEERS                hosts of all three servers, in order
#   PRIMARY              name under which the sentinels know the primary
#   MAX_BYTES            above this, the server evicts the least recently used keys
#   DATA_DIR             folder for the configuration
#   PORT SENTINEL_PORT   ports of servers and sentinels
#   BIND                 address to listen on (default: all)
set -euo pipefail

: "${AUTH:?}" "${NAME:?}" "${PEERS:?}" "${PRIMARY:?}" "${DATA_DIR:?}" "${PORT:?}" "${SENTINEL_PORT:?}"
umask 077
read -ra peers <<< "$PEERS"

# Prints the primary that a sentinel reports, or the first server if no sentinel answers.
known_primary() {
  local peer
  for peer in "${peers[@]}"; do
    REDISCLI_AUTH=$AUTH timeout 2 valkey-cli -h "$peer" -p "$SENTINEL_PORT" \
      sentinel get-primary-addr-by-name "$PRIMARY" 2> /dev/null | head -n 1 | grep -Ei '^[a-z0-9][a-z0-9.-]*$' && return
  done
  echo "${peers[0]}"
}

server() {
  local primary
  primary=$(known_primary)
  cat > "$DATA_DIR/valkey.conf" << EOF
bind ${BIND:-* -::*}
port $PORT
protected-mode no
dir $DATA_DIR
save ""
appendonly no
requirepass $AUTH
primaryauth $AUTH
replica-announce-ip $NAME
replica-announce-port $PORT
maxmemory ${MAX_BYTES:?}
maxmemory-policy allkeys-lru
EOF
  [ "$primary" = "$NAME" ] || echo "replicaof $primary $PORT" >> "$DATA_DIR/valkey.conf"
  exec valkey-server "$DATA_DIR/valkey.conf"
}

sentinel() {
  local id
  # The id is the same after every start. Sentinels count ids, and they never reach a majority if most ids no longer exist.
  id=$(printf '%s' "$NAME" | sha1sum | cut -d ' ' -f 1)
  cat > "$DATA_DIR/sentinel.conf" << EOF
bind ${BIND:-* -::*}
port $SENTINEL_PORT
protected-mode no
dir $DATA_DIR
requirepass $AUTH
sentinel sentinel-pass $AUTH
sentinel myid $id
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $NAME
sentinel announce-port $SENTINEL_PORT
sentinel monitor $PRIMARY $(known_primary) $PORT 2
sentinel auth-pass $PRIMARY $AUTH
sentinel down-after-milliseconds $PRIMARY 5000
sentinel failover-timeout $PRIMARY 15000
sentinel parallel-syncs $PRIMARY 1
EOF
  exec valkey-server "$DATA_DIR/sentinel.conf" --sentinel
}

case "${1:-}" in
  server | sentinel) "$1" ;;
  *) echo 'usage: cache.sh server | sentinel' >&2 && exit 2 ;;
esac
