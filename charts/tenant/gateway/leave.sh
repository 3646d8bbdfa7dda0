#!/usr/bin/env sh
# Pre-stop hook of the gateway's nginx: from now on each response closes its connection, so that clients connect to
# another pod. Then it waits until no connection is left on which a client could send a request. nginx gets its stop
# signal afterwards. Needs only a POSIX shell.
#
#   RUN            folder of nginx.pid
#   LEAVE_SECONDS  longer than a client keeps an idle connection
set -u

: > "$RUN/leaving" || echo 'leave: nginx cannot be notified; clients stay until it closes their connections' >&2
sleep "$LEAVE_SECONDS"
