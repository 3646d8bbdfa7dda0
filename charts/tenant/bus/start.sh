#!/usr/bin/env bash
# Starts the tenant's Valkey for websockets: memory only, one user for the application, none for anybody else.
#
#   BUS_PASSWORD  password of the application's user
#   ACL_RULES     its keys, channels and commands
#   CONFIG_DIR    folder in memory that takes the configuration
#   BIND PORT     address and port to listen on
set -euo pipefail

: "${BUS_PASSWORD:?}" "${ACL_RULES:?}" "${CONFIG_DIR:?}"
umask 077
cat > "$CONFIG_DIR/users.acl" <<EOF
user default on nopass resetkeys resetchannels -@all +ping
user bus on >$BUS_PASSWORD $ACL_RULES
EOF
cat > "$CONFIG_DIR/valkey.conf" <<EOF
aclfile $CONFIG_DIR/users.acl
bind ${BIND:-* -::*}
port ${PORT:-6379}
protected-mode no
dir $CONFIG_DIR
save ""
appendonly no
maxmemory 96mb
maxmemory-policy noeviction
timeout 1800
tcp-keepalive 60
client-output-buffer-limit pubsub 64mb 16mb 60
EOF
exec valkey-server "$CONFIG_DIR/valkey.conf"
