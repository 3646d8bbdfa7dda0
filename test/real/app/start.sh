#!/usr/bin/env bash
# As the file of this name in Open WebUI's image, which the Python package lacks: serves all addresses of the pod.
set -euo pipefail
cd "$(dirname "$0")"
: "${WEBUI_SECRET_KEY:?}"
exec uvicorn open_webui.main:app --host "${HOST:-0.0.0.0}" --port "${PORT:-8080}" --forwarded-allow-ips "${FORWARDED_ALLOW_IPS:-*}" "$@"
