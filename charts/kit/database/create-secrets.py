"""Creates Secrets with random values, once. It replaces Secrets Manager on a laptop cluster.

It does not change a Secret that exists. If a missing Secret shares values with it, it copies them. The next run
therefore completes a run that was stopped.

  SECRETS       JSON: [{"namespace": …, "name": …, "keys": […], "literals": {…}, "annotations": {…}}, …]
  LENGTH        letters and digits of a value
  API           address of the API server
  TOKEN_DIR     folder with `token` and `ca.crt`
  WAIT_SECONDS  how long to repeat a call that gets no answer: packets of a pod that has just started can be dropped
"""

import base64
import json
import os
import secrets
import ssl
import string
import sys
import time
import urllib.error
import urllib.request

ALPHABET = string.ascii_letters + string.digits
DEADLINE = time.monotonic() + float(os.environ["WAIT_SECONDS"])


def request(method, path, body=None):
    """Answers the parsed body, or None when the object does not exist. Repeats the call until the deadline."""
    while True:
        try:
            return request_once(method, path, body)
        except OSError as error:
            if time.monotonic() > DEADLINE:
                # Neither the error nor its text holds the body.
                sys.exit(f"create-secrets: {method} {path}: {error}")
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
        if error.code == 404 and method == "GET":
            return None
        if error.code == 409 and method == "POST":
            # A call before it arrived, and its answer was lost.
            return None
        if error.code == 429 or error.code >= 500:
            raise
        # The API's answer to a rejected Secret may contain the Secret, so only the code is printed.
        sys.exit(f"create-secrets: {method} {path} answered {error.code}")


def random_value(length):
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def main():
    wanted = json.loads(os.environ["SECRETS"])
    length = int(os.environ["LENGTH"])
    values = {}
    missing = []
    for secret in wanted:
        path = f"/api/v1/namespaces/{secret['namespace']}/secrets"
        found = request("GET", f"{path}/{secret['name']}")
        if found is None:
            missing.append((path, secret))
        else:
            values.update({key: base64.b64decode(value).decode() for key, value in found.get("data", {}).items()})
    for path, secret in missing:
        for key in secret["keys"]:
            values.setdefault(key, random_value(length))
        request(
            "POST",
            path,
            {
                "apiVersion": "v1",
                "kind": "Secret",
                "metadata": {"name": secret["name"], "annotations": secret.get("annotations", {})},
                "stringData": {**{key: values[key] for key in secret["keys"]}, **secret.get("literals", {})},
            },
        )
    print(f"create-secrets: {len(missing)} made, {len(wanted) - len(missing)} unchanged")


if __name__ == "__main__":
    main()
