"""Stops an Open WebUI of another version before the schema is migrated.

Two versions must never work on one database. The Deployment of another version is deleted; the next step of the sync
makes it anew, at this version. The same version is left alone, so that a change of configuration rolls out pod by pod.
Pods of another version are waited for in either case: where nothing orders the steps, the Deployment may have changed
already, and its old pods take a while to end: until their answers have ended, or their grace period is over.

  VERSION           version that is about to run
  NAMESPACE         namespace of the tenant
  API               address of the API server
  TOKEN_DIR         folder with `token` and `ca.crt`
  DEADLINE_SECONDS  longest wait: more than the grace period of the pods

A call that gets no answer, or one that asks for another try, is repeated until the deadline: packets of a pod that has
just started can be dropped.
"""

import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

NAME = "open-webui"
DEADLINE = time.monotonic() + float(os.environ["DEADLINE_SECONDS"])


def request(method, path, body=None):
    """Answers the parsed body, or None when the object does not exist. Repeats the call until the deadline."""
    while True:
        try:
            return request_once(method, path, body)
        except OSError as error:
            if time.monotonic() > DEADLINE:
                sys.exit(f"stop-other-versions: {method} {path}: {error}")
            time.sleep(1)


def request_once(method, path, body):
    token_dir = os.environ["TOKEN_DIR"]
    with open(os.path.join(token_dir, "token"), encoding="ascii") as file:
        token = file.read().strip()
    api = os.environ["API"]
    context = None
    if api.startswith("https:"):
        context = ssl.create_default_context(cafile=os.path.join(token_dir, "ca.crt"))
    call = urllib.request.Request(
        api + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(call, timeout=10, context=context) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        if error.code == 429 or error.code >= 500:
            raise
        detail = error.read().decode(errors="replace")[:500]
        sys.exit(f"stop-other-versions: {method} {path} answered {error.code}: {detail}")


def main():
    namespace = os.environ["NAMESPACE"]
    version = os.environ["VERSION"]
    deployment = f"/apis/apps/v1/namespaces/{namespace}/deployments/{NAME}"
    others = urllib.parse.quote(f"app.kubernetes.io/name={NAME},app.kubernetes.io/version!={version}", safe="")
    pods = f"/api/v1/namespaces/{namespace}/pods?labelSelector={others}"

    found = request("GET", deployment)
    running = found["metadata"].get("labels", {}).get("app.kubernetes.io/version") if found else None
    stopping = found is not None and running != version
    if stopping:
        print(f"stop-other-versions: stopping version {running}, {version} is next")
        request("DELETE", deployment, {"propagationPolicy": "Foreground"})
    while (stopping and request("GET", deployment) is not None) or request("GET", pods)["items"]:
        if time.monotonic() > DEADLINE:
            sys.exit("stop-other-versions: pods of another version have not ended in time")
        time.sleep(2)
    print(f"stop-other-versions: only version {version} remains")


if __name__ == "__main__":
    main()
