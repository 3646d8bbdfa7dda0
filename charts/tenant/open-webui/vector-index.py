"""Drops the vector index if it is of another method than is configured: Open WebUI refuses to start over it.

Open WebUI makes the index when it starts. Of ivfflat, its default, it does so only once 5,000 rows are there, so that
pods which start together then race for it and one ends; hnsw needs no rows, and the migration makes it with the table.

  DATABASE_URL           connection of the role that owns the table
  PGVECTOR_INDEX_METHOD  hnsw or ivfflat
"""

import os
import sys

import psycopg2

INDEX = "idx_document_chunk_vector"


def main():
    method = os.environ["PGVECTOR_INDEX_METHOD"]
    with psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select amname from pg_class join pg_am on pg_am.oid = relam"
            " where relname = %s and relnamespace = current_schema()::regnamespace",
            (INDEX,),
        )
        found = cursor.fetchone()
        if found and found[0] != method:
            cursor.execute(f"drop index {INDEX}")
            print(f"vector-index: dropped the index of method {found[0]}, {method} is next")


if __name__ == "__main__":
    sys.exit(main())
