#!/usr/bin/env bash
# Restores a tenant's schema from a folder that export.sh filled. The schema must hold no table: nothing is overwritten.
# Each role restores what it owns, so that tables are owned and protected as a migration would leave them. The result is
# compared with the rows of the export.
#
#   MIGRATE_DATABASE_URL  of the migration role
#   DATABASE_URL          of the application's role
#   DATABASE_SCHEMA       schema of the tenant
#   IN                    folder with database.dump, vectors.dump, rows.txt and SHA256SUMS
set -euo pipefail

: "${MIGRATE_DATABASE_URL:?}" "${DATABASE_URL:?}" "${DATABASE_SCHEMA:?}" "${IN:?}"
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# An export in S3 has files and audit as well; a restore needs these three.
dumps=$(grep -E '^[0-9a-f]{64}  (database\.dump|vectors\.dump|rows\.txt)$' "$IN/SHA256SUMS" || true)
[ "$(wc -l <<< "$dumps")" = 3 ] || { echo "restore: $IN/SHA256SUMS does not name both dumps and rows.txt" >&2; exit 1; }
(cd "$IN" && sha256sum --check --quiet <<< "$dumps")

tables=$(psql --no-psqlrc --dbname "$MIGRATE_DATABASE_URL" --tuples-only --no-align --set schema="$DATABASE_SCHEMA" <<'SQL'
select count(*) from pg_tables where schemaname = :'schema';
SQL
)
[ "$tables" = 0 ] || { echo "restore: $DATABASE_SCHEMA has $tables tables; drop them first" >&2; exit 1; }

# The administrator owns the schema, and the event trigger protects tables. Only the table of contents is filtered: its
# lines begin with numbers and the kind of an object, and hold names of objects, never rows.
restore() {
  pg_restore --list "$IN/$1" | grep -Ev '^[0-9]+; [0-9]+ [0-9]+ (SCHEMA|POLICY|ROW SECURITY) ' > "$work/contents"
  pg_restore --use-list "$work/contents" --dbname "$2" \
    --enable-row-security --no-owner --no-privileges --single-transaction --exit-on-error "$IN/$1"
}
restore database.dump "$MIGRATE_DATABASE_URL"
restore vectors.dump "$DATABASE_URL"

psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --set schema="$DATABASE_SCHEMA" \
  --dbname "$DATABASE_URL" --file "$here/rows.sql" --output "$work/rows.txt"
diff "$IN/rows.txt" "$work/rows.txt" >&2 || { echo "restore: the rows above differ from the export" >&2; exit 1; }
echo "restore: $DATABASE_SCHEMA is restored, and its rows equal those of the export"
