#!/usr/bin/env bash
# Prepares a tenant's schema and roles in its database, as the administrator. Idempotent.
# Connection: PGHOST PGPORT PGDATABASE PGUSER PGPASSWORD PGSSLMODE PGSSLROOTCERT, as psql reads them.
#
#   TENANT CONNECTION_LIMIT MIGRATE_LIMIT APP_PASSWORD MIGRATE_PASSWORD   parameters of tenant.sql
#   SQL_DIR        folder of the SQL files
#   WAIT_SECONDS   how long to wait for the server, and for another try after a lost connection
set -euo pipefail

: "${TENANT:?}" "${CONNECTION_LIMIT:?}" "${MIGRATE_LIMIT:?}" "${APP_PASSWORD:?}" "${MIGRATE_PASSWORD:?}" "${SQL_DIR:?}" "${WAIT_SECONDS:?}"

until pg_isready -q; do
  [ "$SECONDS" -lt "$WAIT_SECONDS" ] || { echo "bootstrap: no database at $PGHOST after $WAIT_SECONDS s" >&2; exit 1; }
  sleep 2
done

# Settings of the session, not of the command line: they show in no process list. Generated passwords hold letters
# and digits only; anything else would be split by the server. A longer password would need another verifier.
for word in "$APP_PASSWORD" "$MIGRATE_PASSWORD"; do
  [[ "$word" =~ ^[A-Za-z0-9]+$ ]] || { echo "bootstrap: a password has characters other than letters and digits" >&2; exit 1; }
  [ "${#word}" -le 64 ] || { echo "bootstrap: a password has more than 64 characters" >&2; exit 1; }
done
PGOPTIONS="-c client_min_messages=warning -c paddock.tenant=$TENANT -c paddock.connection_limit=$CONNECTION_LIMIT"
PGOPTIONS+=" -c paddock.migrate_limit=$MIGRATE_LIMIT"
PGOPTIONS+=" -c paddock.app_password=$APP_PASSWORD -c paddock.migrate_password=$MIGRATE_PASSWORD"
PGOPTIONS+=" -c paddock.vector=${VECTOR:-present}"
export PGOPTIONS

export PGCONNECT_TIMEOUT=10
# psql ends with 2 when there is no connection, or no longer one; an error of the SQL is 3 and final.
outcome=2
while [ "$outcome" = 2 ]; do
  outcome=0
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --output /dev/null --file "$SQL_DIR/cell.sql" --file "$SQL_DIR/tenant.sql" ||
    outcome=$?
  if [ "$outcome" = 2 ]; then
    [ "$SECONDS" -lt "$WAIT_SECONDS" ] || exit "$outcome"
    sleep 2
  fi
done
[ "$outcome" = 0 ] || exit "$outcome"
echo "bootstrap: tenant $TENANT is ready"
