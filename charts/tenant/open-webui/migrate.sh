#!/usr/bin/env bash
# Brings the tenant's schema to this image's version. Idempotent.
#   1. migrations, as the role that owns the tables
#   2. the vector table and its indexes, as the application's role: it must own them, and pods that start together would
#      race for them
#   3. a mark that this version is done, which starting pods wait for
#
#   MIGRATE_DATABASE_URL  of the migration role
#   DATABASE_URL          of the application's role
#   VERSION               version of the image
#   WAIT_SECONDS          how long to wait for the database
#   PGVECTOR_INDEX_METHOD method of the vector index
set -euo pipefail

: "${MIGRATE_DATABASE_URL:?}" "${DATABASE_URL:?}" "${VERSION:?}" "${WAIT_SECONDS:?}"
scripts=$(dirname "$(readlink -f "$0")")
backend="${BACKEND_DIR:-/app/backend}"

python "$scripts/schema-mark.py" wait-for-database
(cd "$backend/open_webui" && DATABASE_URL="$MIGRATE_DATABASE_URL" alembic upgrade head)
python "$scripts/vector-index.py"
(cd "$backend" && ENABLE_DB_MIGRATIONS=false python -c \
  'from open_webui.retrieval.vector.dbs.pgvector import PgvectorClient as Client; Client()')
DATABASE_URL="$MIGRATE_DATABASE_URL" python "$scripts/schema-mark.py" set
