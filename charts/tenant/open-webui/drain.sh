#!/usr/bin/env bash
# Pre-stop hook: lets answers end that are under way. The kubelet ends the container as soon as a hook fails, so this one
# never does: if drain.py cannot run to its end, the rest of the time is waited.
#
#   SETTLE_SECONDS  how long requests may arrive after the pod began to end
#   DRAIN_SECONDS   longest wait after that
set -uo pipefail

scripts=$(dirname "$(readlink -f "$0")")
began=$SECONDS
python "$scripts/drain.py" && exit 0
left=$((${SETTLE_SECONDS:-15} + ${DRAIN_SECONDS:-540} - (SECONDS - began)))
echo "drain: drain.py failed, waiting $left s" >&2
[ "$left" -le 0 ] || sleep "$left"
exit 0
