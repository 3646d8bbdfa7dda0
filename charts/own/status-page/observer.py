"""Watches the regions for the public status page, and reports levels only: never a name or a number of tenants.

Every interval it asks each region's entry point whether the region serves, the other regions' status pages for the
state of their parts, and the API server of its own cluster which Deployments have no available pod.

  /state.json   all regions
  /region.json  the parts of this region, for the status pages of the others
  /ready        200 after the first round
  /alive        200 while rounds are made

  API               address of the API server
  TOKEN_DIR         folder with `token` and `ca.crt`
  REGION            name of this region
  REGIONS           JSON: [{"name", "serving", "state"}], addresses of each region
  INTERVAL_SECONDS  time between two rounds
  PORT              port of the answers
"""

import http.server
import json
import os
import signal
import ssl
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

PARTS = ("chat", "models", "entry", "operations")
LIMIT = 500
TIMEOUT_SECONDS = 10
LONGEST_BODY = 65536
# One tenant's trouble is no state of the platform, and nobody can learn from the page that a tenant has trouble.
LEAST_TENANTS = 2
DEGRADED_SHARE = 0.1
OUTAGE_SHARE = 0.5
LEVELS = ("operational", "degraded", "outage", "standby", "unknown")


def part_of(deployment):
    """Answers the part of the platform that a Deployment belongs to, or None."""
    namespace = deployment["metadata"]["namespace"]
    name = deployment["metadata"]["name"]
    if namespace.startswith("own-") or namespace.startswith("kube-"):
        return None
    if namespace.startswith("tenant-"):
        return "chat" if name == "open-webui" else "models" if name.startswith("ollama-") else None
    return "entry" if namespace == "ingress-nginx" else "operations"


def is_down(deployment):
    """True where pods are wanted and none is available."""
    return deployment.get("status", {}).get("availableReplicas", 0) == 0


def level(wanted, down, of_tenants):
    """Answers the level of a part of which so many are wanted and so many of these are down."""
    if wanted == 0:
        return "standby"
    if down < (LEAST_TENANTS if of_tenants else 1):
        return "operational"
    share = down / wanted
    if share >= OUTAGE_SHARE:
        return "outage"
    return "degraded" if not of_tenants or share >= DEGRADED_SHARE else "operational"


def levels(deployments):
    """Answers the level of each part."""
    wanted = dict.fromkeys(PARTS, 0)
    down = dict.fromkeys(PARTS, 0)
    for deployment in deployments:
        part = part_of(deployment)
        if part is None or deployment["spec"].get("replicas", 1) == 0:
            continue
        wanted[part] += 1
        down[part] += is_down(deployment)
    return {part: level(wanted[part], down[part], part in ("chat", "models")) for part in PARTS}


def deployments():
    """Yields the Deployments of all namespaces, a page at a time."""
    folder = os.environ["TOKEN_DIR"]
    with open(os.path.join(folder, "token"), encoding="ascii") as file:
        token = file.read().strip()
    api = os.environ["API"]
    context = None
    if api.startswith("https:"):
        context = ssl.create_default_context(cafile=os.path.join(folder, "ca.crt"))
    more = ""
    while True:
        query = urllib.parse.urlencode({"limit": LIMIT, **({"continue": more} if more else {})})
        call = urllib.request.Request(
            f"{api}/apis/apps/v1/deployments?{query}", headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(call, timeout=TIMEOUT_SECONDS, context=context) as answer:
            page = json.load(answer)
        yield from page["items"]
        more = page["metadata"].get("continue", "")
        if not more:
            return


def own_levels():
    """Answers the levels of this region; all unknown while the API server does not answer."""
    try:
        return levels(deployments())
    except (OSError, ValueError, KeyError) as error:
        print(f"observer: the API server did not answer: {error}", file=sys.stderr, flush=True)
        return dict.fromkeys(PARTS, "unknown")


def entry_level(address):
    """Asks a region's entry point; 503 with the word standby is the answer of a healthy region that stands by."""
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS):
            return "operational"
    except urllib.error.HTTPError as error:
        return "standby" if error.code == 503 and error.read(100).strip() == b"standby" else "outage"
    except (OSError, ValueError):
        return "outage"


def other_levels(region):
    """Asks another region's status page. After a failover another region answers there, which says nothing of it."""
    try:
        with urllib.request.urlopen(region["state"], timeout=TIMEOUT_SECONDS) as answer:
            found = json.loads(answer.read(LONGEST_BODY))
        if found["region"] == region["name"]:
            return {part: found["parts"][part] if found["parts"][part] in LEVELS else "unknown" for part in PARTS}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return dict.fromkeys(PARTS, "unknown")


def look(regions, own):
    """Makes one round. Answers the bodies of `/region.json` and `/state.json`."""
    time_text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    here = own_levels()
    state = []
    for region in regions:
        serving = entry_level(region["serving"])
        parts = here if region["name"] == own else other_levels(region)
        # The callers' results decide about the entry point: pods behind a closed load balancer serve nobody.
        entry = serving if serving != "operational" else parts["entry"]
        if entry == "unknown":
            entry = serving
        state.append({"region": region["name"], "parts": {**parts, "entry": entry}})
    return {"region": own, "time": time_text, "parts": here}, {"time": time_text, "regions": state}


class Watch:
    """The newest bodies, and when they were made."""

    def __init__(self, interval):
        self.interval = interval
        self.bodies = {}
        self.started = time.monotonic()
        self.made = None

    def keep(self, region, state):
        self.bodies = {"/region.json": json.dumps(region).encode(), "/state.json": json.dumps(state).encode()}
        self.made = time.monotonic()

    def alive(self):
        return time.monotonic() - (self.made or self.started) < 5 * self.interval + 60


def handler(watch):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/alive":
                self.answer(200 if watch.alive() else 503, b"")
            elif self.path == "/ready":
                self.answer(200 if watch.made else 503, b"")
            elif self.path in ("/region.json", "/state.json"):
                body = watch.bodies.get(self.path)
                self.answer(200 if body else 503, body or b"")
            else:
                self.answer(404, b"")

        def answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def main():
    interval = float(os.environ["INTERVAL_SECONDS"])
    regions = json.loads(os.environ["REGIONS"])
    watch = Watch(interval)
    server = http.server.ThreadingHTTPServer(("", int(os.environ["PORT"])), handler(watch))
    server.daemon_threads = True
    # Python as the first process of a container ignores the signal otherwise.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start())

    def rounds():
        while True:
            watch.keep(*look(regions, os.environ["REGION"]))
            time.sleep(interval)

    threading.Thread(target=rounds, daemon=True).start()
    print(f"observer: listens at port {server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
