#!/usr/bin/env bash
# Dumps a tenant's schema to a folder, with checksums. Each table is dumped by the role that owns it: row-level
# security stays on and lets exactly the tenant's rows through.
#
#   MIGRATE_DATABASE_URL  of the migration role, which owns the application's tables
#   DATABASE_URL          of the application's role, which owns the vector table
#   DATABASE_SCHEMA       schema of the tenant
#   FILES                 folder of the tenant's uploads, where they lie on a volume; they are copied too
#   OUT                   folder to fill
#   WAIT_SECONDS          how long to wait for the database; 60 unless given
set -euo pipefail

: "${MIGRATE_DATABASE_URL:?}" "${DATABASE_URL:?}" "${DATABASE_SCHEMA:?}" "${OUT:?}" "${WAIT_SECONDS:=60}"
here=$(dirname "$0")
until pg_isready --quiet --dbname "$MIGRATE_DATABASE_URL"; do
  [ "$SECONDS" -lt "$WAIT_SECONDS" ] || { echo "export: no database after $WAIT_SECONDS s" >&2; exit 1; }
  sleep 2
done
mkdir -p "$OUT"
rm -rf "$OUT"/*.partial "$OUT/SHA256SUMS"
vectors="$DATABASE_SCHEMA.document_chunk"

# An archive, not a script: a restore chooses objects by the archive's table of contents and never reads rows as lines
# of text. Inserts, because COPY into a table with row-level security is refused on the way back.
dump() {
  local file="$1"
  shift
  pg_dump "$@" --format custom --file "$OUT/$file.partial" \
    --enable-row-security --inserts --rows-per-insert 500 --no-owner --no-privileges
  mv "$OUT/$file.partial" "$OUT/$file"
}

dump database.dump --dbname "$MIGRATE_DATABASE_URL" --schema "$DATABASE_SCHEMA" --exclude-table "$vectors"
dump vectors.dump --dbname "$DATABASE_URL" --table "$vectors"
psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --set schema="$DATABASE_SCHEMA" \
  --dbname "$DATABASE_URL" --file "$here/rows.sql" --output "$OUT/rows.txt.partial"
mv "$OUT/rows.txt.partial" "$OUT/rows.txt"
parts=(database.dump vectors.dump rows.txt)

if [ -n "${FILES:-}" ]; then
  cp -R "$FILES/." "$OUT/files.partial"
  rm -rf "$OUT/files"
  mv "$OUT/files.partial" "$OUT/files"
  parts+=(files)
fi

cd "$OUT"
find "${parts[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum > SHA256SUMS.partial
mv SHA256SUMS.partial SHA256SUMS
echo "export: $(wc -l < SHA256SUMS) files, $(du -bc "${parts[@]}" | tail -n 1 | cut -f 1) bytes in $OUT"
