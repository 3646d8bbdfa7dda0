#!/usr/bin/env bash
# Starts the application, and beside it what keeps its folder small. Open WebUI leaves a copy of each file that it brings
# from the object store, and of each recording; a pod whose folder outgrows its limit is ended at once, with every answer
# that is under way. A copy comes again when it is asked for.
#
#   DATA_DIR            folder of the application
#   SWEEP_FOLDERS       folders of copies below it, separated by spaces
#   SWEEP_KEEP_MINUTES  a copy that was written longer ago is deleted
#   SWEEP_MOST_MIB      what copies may take together; beyond it the oldest go, down to those of the last minute
set -euo pipefail

: "${DATA_DIR:?}" "${SWEEP_FOLDERS:?}" "${SWEEP_KEEP_MINUTES:?}" "${SWEEP_MOST_MIB:?}"
read -ra folders <<< "$SWEEP_FOLDERS"

# Copies that meet the conditions, the oldest first: time, KiB, path.
copies() {
  local folder
  for folder in "${folders[@]}"; do
    [ ! -d "$DATA_DIR/$folder" ] || find "$DATA_DIR/$folder" -type f "$@" -printf '%T@ %k %p\n'
  done | sort -n
}

sweep() {
  local kib path over=$((-SWEEP_MOST_MIB * 1024))
  while read -r _ _ path; do
    rm -f -- "$path"
  done < <(copies -mmin "+$SWEEP_KEEP_MINUTES")
  while read -r _ kib _; do
    over=$((over + kib))
  done < <(copies)
  while [ "$over" -gt 0 ] && read -r _ kib path; do
    rm -f -- "$path"
    over=$((over - kib))
  done < <(copies -mmin +1)
}

# As long as the application lives: it takes this shell's place, and its number.
while sleep "${SWEEP_SECONDS:-30}" && kill -0 "$$" 2> /dev/null; do
  sweep || echo "sweep: copies could not be deleted" >&2
done &

# In place of the image's start.sh: with the cache of answers around the application, and with an end to the wait for
# streams.
exec python -m uvicorn --app-dir "$(dirname "$0")" --factory answers:wrapped --host 0.0.0.0 --port "${PORT:-8080}" \
  --forwarded-allow-ips "${FORWARDED_ALLOW_IPS:-*}" --workers 1 --timeout-graceful-shutdown 25
