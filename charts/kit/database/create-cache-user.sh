#!/usr/bin/env bash
# Creates or updates a tenant's user in the cell's Valkey on a laptop. On AWS, ElastiCache gets the same rules.
# REDISCLI_AUTH holds the administrator's password.
#
#   HOST PORT      of the server
#   USER_NAME      name of the user
#   USER_PASSWORD  its password
#   ACL_RULES      its keys, channels and commands
#   WAIT_SECONDS   how long to wait for the server
set -euo pipefail

: "${HOST:?}" "${PORT:?}" "${USER_NAME:?}" "${USER_PASSWORD:?}" "${ACL_RULES:?}" "${WAIT_SECONDS:?}"
# A dropped packet would keep one call waiting for minutes.
cli() { timeout 10 valkey-cli -h "$HOST" -p "$PORT" --no-auth-warning "$@"; }

until [ "$(cli ping 2>/dev/null)" = PONG ]; do
  [ "$SECONDS" -lt "$WAIT_SECONDS" ] || { echo "create-cache-user: no server at $HOST:$PORT after $WAIT_SECONDS s" >&2; exit 1; }
  sleep 2
done

# Commands come from standard input, because the process list shows arguments.
# An empty answer is a lost connection.
answer=
while [ -z "$answer" ]; do
  answer=$(printf 'ACL SETUSER %s reset on >%s %s\nACL SAVE\n' "$USER_NAME" "$USER_PASSWORD" "$ACL_RULES" | cli || true)
  [ -n "$answer" ] || [ "$SECONDS" -lt "$WAIT_SECONDS" ] || break
  [ -n "$answer" ] || sleep 2
done
[ "$answer" = $'OK\nOK' ] || { echo "create-cache-user: ${answer//"$USER_PASSWORD"/***}" >&2; exit 1; }
echo "create-cache-user: $USER_NAME is ready"
