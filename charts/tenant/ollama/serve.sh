#!/usr/bin/env bash
# Starts the model server, and beside it has each model loaded once. A pod counts as started when all of them are:
# otherwise its first question would wait, for minutes at 70B, and a model that does not load would show only then.
#
#   OLLAMA_HOST    address and port of the server
#   OLLAMA_MODELS  its store, whose blobs may be links into the node's cache
#   LOAD_MODELS    one model a line: <the call that loads it, generate or embed> <name>
#   LOADED         file that says that all are loaded; the startup probe looks for it
#   PROXY_RUN      folder that it shares with its proxy
set -euo pipefail

: "${OLLAMA_HOST:?}" "${OLLAMA_MODELS:?}" "${LOAD_MODELS:?}" "${LOADED:?}" "${PROXY_RUN:?}"
# Of a container of this pod that ended, be it killed because it hung: the pod does not leave.
rm -f "$LOADED" "$PROXY_RUN/leaving"

# The node's cache evicts no blob that a process has open. The server inherits the descriptors, and the kernel closes them
# when it ends, however it ends.
for blob in "$OLLAMA_MODELS"/blobs/sha256-*; do
  # shellcheck disable=SC2034 # nothing uses the descriptor: it is only to be open
  { exec {held}< "$blob" && [ -e "$blob" ]; } ||
    { echo "serve: ${blob##*/} has left the node's cache since this pod was prepared; delete the pod" >&2; exit 1; }
done

# The server answers when the weights are in memory; who hangs up earlier ends the load.
load() (
  case "$1" in
    embed) body="{\"model\": \"$2\", \"input\": \"ready\"}" ;;
    *) body="{\"model\": \"$2\"}" ;;
  esac
  # Quiet until the server listens.
  { exec 3<> "/dev/tcp/127.0.0.1/${OLLAMA_HOST##*:}"; } 2> /dev/null || exit 1
  printf 'POST /api/%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
    "$1" "${#body}" "$body" >&3
  status=nothing
  read -r _ status _ <&3 || true
  [ "$status" = 200 ] || { echo "serve: $2 is not loaded, the server answers $status" >&2; exit 1; }
)

# As long as the server lives: it takes this shell's place, and its number.
load_all() {
  local call name
  while read -r call name; do
    until load "$call" "$name"; do
      sleep "${RETRY_SECONDS:-5}"
      kill -0 "$$" 2> /dev/null || return 0
    done
    echo "serve: $name is loaded"
  done <<< "$LOAD_MODELS"
  touch "$LOADED"
}

load_all &
exec ollama serve
