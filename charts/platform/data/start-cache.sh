#!/usr/bin/env bash
# Starts the Valkey of a laptop cluster. Jobs create users at run time. Valkey stores them in a file on its volume.
#
#   ADMIN_PASSWORD  password of the user `default`, which creates the other users
#   DATA_DIR        volume
#   BIND PORT       address and port to listen on
set -euo pipefail

: "${ADMIN_PASSWORD:?}" "${DATA_DIR:?}"
umask 077
acl="$DATA_DIR/users.acl"
[ -f "$acl" ] || echo "user default on >$ADMIN_PASSWORD ~* &* +@all" > "$acl"
cat > "$DATA_DIR/valkey.conf" <<EOF
aclfile $acl
bind ${BIND:-* -::*}
port ${PORT:-6379}
protected-mode no
dir $DATA_DIR
appendonly no
maxmemory 192mb
maxmemory-policy allkeys-lru
timeout 1800
EOF
exec valkey-server "$DATA_DIR/valkey.conf"
