#!/usr/bin/env bash
# Writes the heartbeat of a cell's database: one row, every few seconds, over one connection.
# Connection: PGHOST PGPORT PGDATABASE PGUSER PGPASSWORD PGSSLMODE PGSSLROOTCERT, as psql reads them.
#
#   BEATS          number of writes
#   EVERY_SECONDS  pause between two writes; shorter than the alarm on the replica's lag
#   SQL_DIR        folder of heartbeat.sql
set -euo pipefail

: "${BEATS:?}" "${EVERY_SECONDS:?}" "${SQL_DIR:?}"
export PGOPTIONS="-c client_min_messages=warning -c statement_timeout=5s"

beats() {
  local beat
  for ((beat = 1; beat <= BEATS; beat++)); do
    [ "$beat" -eq 1 ] || sleep "$EVERY_SECONDS"
    printf '\\i %s/heartbeat.sql\n' "$SQL_DIR"
  done
}

beats | psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --output /dev/null
echo "heartbeat: $BEATS beats"
