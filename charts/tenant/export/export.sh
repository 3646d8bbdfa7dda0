#!/usr/bin/env bash
# Dumps a tenant's schema to a folder, with checksums. Runs as the tenant's own migration role: row-level security
# stays on and lets exactly the tenant's rows through.
#
#   DATABASE_URL     of the migration role
#   DATABASE_SCHEMA  schema of the tenant
#   OUT              folder to fill
set -euo pipefail

: "${DATABASE_URL:?}" "${DATABASE_SCHEMA:?}" "${OUT:?}"
mkdir -p "$OUT"
rm -f "$OUT"/*.partial

# Inserts, because COPY into a table with row-level security is refused on the way back.
pg_dump --dbname "$DATABASE_URL" --schema "$DATABASE_SCHEMA" --enable-row-security --inserts --rows-per-insert 500 \
  --no-owner --no-privileges --file "$OUT/database.sql.partial"
mv "$OUT/database.sql.partial" "$OUT/database.sql"
(cd "$OUT" && sha256sum database.sql > SHA256SUMS.partial && mv SHA256SUMS.partial SHA256SUMS)
echo "export: $(wc -c < "$OUT/database.sql") bytes in $OUT/database.sql"
