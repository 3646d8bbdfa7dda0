"""The mark that a tenant's schema is at a version: set by the migration, awaited by every starting pod.

  schema-mark.py wait-for-database   until the database takes connections
  schema-mark.py set                 after the migration, as the role that owns the tables
  schema-mark.py wait                until the mark of this version is set

  DATABASE_URL  connection of the role
  VERSION       version of the image
  WAIT_SECONDS  longest wait
"""

import os
import sys
import time

import psycopg2

TABLE = "paddock_migration"


def connect():
    return psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=5)


def set_mark():
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute(
            f"create table if not exists {TABLE} (version text primary key, done timestamptz not null default now())"
        )
        cursor.execute(f"delete from {TABLE} where version <> %s", (os.environ["VERSION"],))
        cursor.execute(f"insert into {TABLE} (version) values (%s) on conflict do nothing", (os.environ["VERSION"],))


def is_marked():
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s) is not null", (TABLE,))
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(f"select count(*) from {TABLE} where version = %s", (os.environ["VERSION"],))
        return cursor.fetchone()[0] == 1


def is_reachable():
    connect().close()
    return True


def wait(until, what):
    deadline = time.monotonic() + float(os.environ["WAIT_SECONDS"])
    reason = "not yet"
    while True:
        try:
            if until():
                return
        except psycopg2.OperationalError as error:
            reason = str(error).strip().splitlines()[0]
        if time.monotonic() > deadline:
            sys.exit(f"schema-mark: {what} after {os.environ['WAIT_SECONDS']} s: {reason}")
        time.sleep(2)


def main():
    match sys.argv[1:]:
        case ["set"]:
            set_mark()
        case ["wait"]:
            wait(is_marked, f"schema is not at version {os.environ['VERSION']}")
        case ["wait-for-database"]:
            wait(is_reachable, "no database")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
