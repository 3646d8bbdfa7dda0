#!/usr/bin/env bash
# Fills the model volume of a laptop cluster from the public registry. Idempotent: what is there is not fetched again.
#
#   MODELS         names, separated by spaces
#   OLLAMA_MODELS  store to fill
#   WAIT_SECONDS   how long to repeat a download that fails
set -euo pipefail

: "${MODELS:?}" "${OLLAMA_MODELS:?}" "${WAIT_SECONDS:?}"
export OLLAMA_HOST="127.0.0.1:${PULL_PORT:-11434}"

ollama serve &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

waited=0
until ollama list > /dev/null 2>&1; do
  kill -0 "$server" 2>/dev/null || { echo "pull-models: the server exited" >&2; exit 1; }
  [ "$waited" -lt 60 ] || { echo "pull-models: the server does not answer" >&2; exit 1; }
  sleep 1
  waited=$((waited + 1))
done

for model in $MODELS; do
  until ollama pull "$model"; do
    [ "$SECONDS" -lt "$WAIT_SECONDS" ] || { echo "pull-models: $model cannot be pulled" >&2; exit 1; }
    sleep 5
  done
done
