#!/usr/bin/env bash
# Beats the heart of a cell's database: one row, written every few seconds over one connection.
# Connection: PGHOST PGPORT PGDATABASE PGUSER PGPASSWORD PGSSLMODE PGSSLROOTCERT, as psql reads them.
#
#   BEATS          how often it is written
#   EVERY_SECONDS  pause between two beats; below the alarm of the replica's lag
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
