#!/usr/bin/env bash
# Dumps a tenant's schema to a folder, with checksums. Each table is dumped by the role that owns it: row-level
# security stays on and lets exactly the tenant's rows through.
#
#   MIGRATE_DATABASE_URL  of the migration role, which owns the application's tables
#   DATABASE_URL          of the application's role, which owns the vector table
#   DATABASE_SCHEMA       schema of the tenant
#   OUT                   folder to fill
set -euo pipefail

: "${MIGRATE_DATABASE_URL:?}" "${DATABASE_URL:?}" "${DATABASE_SCHEMA:?}" "${OUT:?}"
mkdir -p "$OUT"
rm -f "$OUT"/*.partial "$OUT"/SHA256SUMS
vectors="$DATABASE_SCHEMA.document_chunk"

# Inserts, because COPY into a table with row-level security is refused on the way back.
dump() {
  local file="$1"
  shift
  pg_dump "$@" --enable-row-security --inserts --rows-per-insert 500 --no-owner --no-privileges --file "$OUT/$file.partial"
  mv "$OUT/$file.partial" "$OUT/$file"
}

dump database.sql --dbname "$MIGRATE_DATABASE_URL" --schema "$DATABASE_SCHEMA" --exclude-table "$vectors"
dump vectors.sql --dbname "$DATABASE_URL" --table "$vectors"
(cd "$OUT" && sha256sum database.sql vectors.sql > SHA256SUMS.partial && mv SHA256SUMS.partial SHA256SUMS)
echo "export: $(cat "$OUT"/*.sql | wc -c) bytes in $OUT"
