#!/usr/bin/env bash
# Restores a tenant's schema from a folder that export.sh filled. The schema must hold no table: nothing is overwritten.
# Each role restores what it owns, so that tables are owned and protected as a migration would leave them.
#
#   MIGRATE_DATABASE_URL  of the migration role
#   DATABASE_URL          of the application's role
#   DATABASE_SCHEMA       schema of the tenant
#   IN                    folder with database.sql.gz, vectors.sql.gz and SHA256SUMS
set -euo pipefail

: "${MIGRATE_DATABASE_URL:?}" "${DATABASE_URL:?}" "${DATABASE_SCHEMA:?}" "${IN:?}"
# An export in S3 has files and audit beside the dumps; only the dumps are needed here, and both are.
dumps=$(grep -E '^[0-9a-f]{64}  (database|vectors)\.sql\.gz$' "$IN/SHA256SUMS" || true)
[ "$(wc -l <<< "$dumps")" = 2 ] || { echo "restore: $IN/SHA256SUMS does not name both dumps" >&2; exit 1; }
(cd "$IN" && sha256sum --check --quiet <<< "$dumps")

tables=$(psql --no-psqlrc --dbname "$MIGRATE_DATABASE_URL" --tuples-only --no-align --set schema="$DATABASE_SCHEMA" <<'SQL'
select count(*) from pg_tables where schemaname = :'schema';
SQL
)
[ "$tables" = 0 ] || { echo "restore: $DATABASE_SCHEMA has $tables tables; drop them first" >&2; exit 1; }

# The schema is the administrator's and exists. Protection is the event trigger's to make, not the dump's to bring.
restore() {
  gzip -dc "$IN/$1" |
    grep -Ev '^(CREATE SCHEMA |CREATE POLICY |ALTER TABLE (ONLY )?[^ ]+ (ENABLE|FORCE) ROW LEVEL SECURITY;)' |
    psql --no-psqlrc --quiet --single-transaction --set ON_ERROR_STOP=1 --output /dev/null --dbname "$2"
}
restore database.sql.gz "$MIGRATE_DATABASE_URL"
restore vectors.sql.gz "$DATABASE_URL"
echo "restore: $DATABASE_SCHEMA is restored"
