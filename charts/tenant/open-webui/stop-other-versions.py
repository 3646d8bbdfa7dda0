"""Stops an Open WebUI of another version before the schema is migrated.

Two versions must never work on one database. The Deployment of another version is deleted and waited for; the next
step of the sync makes it anew, at this version. The same version is left alone, so that a change of configuration
rolls out pod by pod.

  VERSION    version that is about to run
  NAMESPACE  namespace of the tenant
  API        address of the API server
  TOKEN_DIR  folder with `token` and `ca.crt`
"""

import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.request

NAME = "open-webui"
DEADLINE_SECONDS = 300


def request(method, path, body=None):
    """Answers the parsed body, or None when the object does not exist."""
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
        with urllib.request.urlopen(call, timeout=30, context=context) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        detail = error.read().decode(errors="replace")[:500]
        sys.exit(f"stop-other-versions: {method} {path} answered {error.code}: {detail}")


def main():
    namespace = os.environ["NAMESPACE"]
    version = os.environ["VERSION"]
    deployment = f"/apis/apps/v1/namespaces/{namespace}/deployments/{NAME}"
    pods = f"/api/v1/namespaces/{namespace}/pods?labelSelector=app.kubernetes.io%2Fname%3D{NAME}"

    found = request("GET", deployment)
    running = found["metadata"].get("labels", {}).get("app.kubernetes.io/version") if found else None
    if found is None or running == version:
        print(f"stop-other-versions: nothing to stop ({'same version' if found else 'no deployment'})")
        return
    print(f"stop-other-versions: stopping version {running}, {version} is next")
    request("DELETE", deployment, {"propagationPolicy": "Foreground"})
    deadline = time.monotonic() + float(os.environ.get("DEADLINE_SECONDS", DEADLINE_SECONDS))
    while request("GET", deployment) is not None or request("GET", pods)["items"]:
        if time.monotonic() > deadline:
            sys.exit(f"stop-other-versions: pods of version {running} have not ended in time")
        time.sleep(2)
    print("stop-other-versions: stopped")


if __name__ == "__main__":
    main()
