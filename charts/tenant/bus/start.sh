#!/usr/bin/env bash
# Starts the tenant's Valkey: one user for the application, and no other user. It writes its keys to a log in DATA_DIR,
# so that a restarted container has them; Kubernetes deletes the folder with the pod.
#
#   BUS_PASSWORD  password of the application's user
#   ACL_RULES     its keys, channels and commands
#   CONFIG_DIR    folder in memory for the configuration
#   DATA_DIR      folder of the log
#   DATA_BYTES    most that keys and buffers may take
#   BIND PORT     address and port to listen on
set -euo pipefail

: "${BUS_PASSWORD:?}" "${ACL_RULES:?}" "${CONFIG_DIR:?}" "${DATA_DIR:?}" "${DATA_BYTES:?}"
umask 077
# A log that cannot be read would keep the server from starting for good. Its end is cut off, or else all of it.
manifest="$DATA_DIR/appendonlydir/appendonly.aof.manifest"
if [ -e "$manifest" ] && ! valkey-check-aof "$manifest" > /dev/null 2>&1; then
  echo "start: the log is damaged; Valkey loads its readable part" >&2
  valkey-check-aof --fix "$manifest" > /dev/null 2>&1 <<< y || rm -rf "$DATA_DIR/appendonlydir"
fi
cat > "$CONFIG_DIR/users.acl" <<EOF
user default on nopass resetkeys resetchannels -@all +ping
user bus on >$BUS_PASSWORD $ACL_RULES
EOF
cat > "$CONFIG_DIR/valkey.conf" <<EOF
aclfile $CONFIG_DIR/users.acl
bind ${BIND:-* -::*}
port ${PORT:-6379}
protected-mode no
dir $DATA_DIR
save ""
appendonly yes
appendfsync everysec
auto-aof-rewrite-percentage 100
auto-aof-rewrite-min-size 16mb
maxmemory $DATA_BYTES
maxmemory-policy noeviction
timeout 1800
tcp-keepalive 60
client-output-buffer-limit pubsub 32mb 8mb 60
EOF
exec valkey-server "$CONFIG_DIR/valkey.conf"
