#!/usr/bin/env python3
"""Brings a tenant's models from the region's bucket to its volume, and verifies every byte on the way.

A blob is written aside, its digest counted while it flows, and renamed when it is right; a version's manifest comes
last. So whatever has its final name is whole, a second run fetches nothing, and two at once do no harm: both rename
the same bytes. What a killed run left aside is deleted once no run can be writing it any more. Nothing else is
deleted: servers may be reading older versions.

  MODELS          one model a line: <path below manifests/> <sha256:digest of the manifest, or - when none is released>
  BUCKET          bucket of models of the region
  TARGET          volume to fill
  WAIT_SECONDS    how long to repeat what gets no answer: packets of a pod that has just started can be dropped
  S3_ENDPOINT_URL, S3_REGION_NAME; AWS_MAX_ATTEMPTS and AWS_RETRY_MODE as boto3 takes them
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time

import boto3
from botocore.exceptions import BotoCoreError, ClientError

BLOCK = 1024 * 1024
# Longer than any run may take.
ABANDONED_SECONDS = 24 * 3600
bucket = os.environ["BUCKET"]
target = pathlib.Path(os.environ["TARGET"])
aside = target / ".incoming"
DEADLINE = time.monotonic() + float(os.environ["WAIT_SECONDS"])


def patiently(call):
    """The result of a call, which is repeated until the deadline while nobody answers or no credential is there."""
    while True:
        try:
            return call()
        except (BotoCoreError, ClientError) as error:
            answered = getattr(error, "response", {}).get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
            # Who may read is known some seconds after the pod starts.
            final = 400 <= answered < 500 and answered not in (401, 403, 429)
            if final or time.monotonic() > DEADLINE:
                raise
            time.sleep(2)


s3 = patiently(
    lambda: boto3.client(
        "s3", endpoint_url=os.environ["S3_ENDPOINT_URL"], region_name=os.environ["S3_REGION_NAME"]
    )
)


def fetch(digest, size, folder):
    """Brings a blob to its name on the volume. Returns how many bytes came."""
    key = f"blobs/{digest.replace(':', '-')}"
    final = target / key
    if final.exists() and final.stat().st_size == size:
        return 0
    partial = folder / digest.replace(":", "-")
    sha256 = hashlib.sha256()
    with s3.get_object(Bucket=bucket, Key=key)["Body"] as body, partial.open("wb") as file:
        while block := body.read(BLOCK):
            sha256.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    found = f"sha256:{sha256.hexdigest()}"
    if found != digest:
        partial.unlink()
        raise ValueError(f"{key} in {bucket} is damaged: its digest is {found}")
    final.parent.mkdir(parents=True, exist_ok=True)
    os.replace(partial, final)
    return size


def blobs(manifest):
    """The blobs that a manifest names, its configuration and its layers, with their sizes."""
    content = json.loads(manifest)
    sizes = {layer["digest"]: layer["size"] for layer in [content["config"], *content["layers"]]}
    for digest in sizes:
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
            raise ValueError(f"a manifest names {digest}, which is no digest")
    return sizes


def fill(path, digest, folder):
    """Brings a version of a model: its manifest aside, then its blobs, then the manifest to its name."""
    key = f"manifests/{path}@{digest.replace(':', '-')}"
    if (target / key).exists():
        manifest = (target / key).read_bytes()
    else:
        manifest = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    found = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
    if found != digest:
        raise ValueError(f"{key} is damaged: its digest is {found}")
    came = sum(fetch(blob, size, folder) for blob, size in blobs(manifest).items())
    if not (target / key).exists():
        partial = folder / "manifest"
        partial.write_bytes(manifest)
        (target / key).parent.mkdir(parents=True, exist_ok=True)
        os.replace(partial, target / key)
    print(f"fill-models: {path} {digest} is complete, {came} bytes downloaded", flush=True)


def tidy():
    """Deletes what runs left that were killed."""
    for folder in aside.iterdir():
        try:
            if time.time() - folder.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            continue


def main():
    wanted = [line.split() for line in os.environ["MODELS"].splitlines() if line.strip()]
    aside.mkdir(parents=True, exist_ok=True)
    tidy()
    failures = []
    with tempfile.TemporaryDirectory(dir=aside, ignore_cleanup_errors=True) as name:
        for path, digest in wanted:
            if digest == "-":
                print(f"fill-models: no version of {path} is released yet, nothing to download", flush=True)
                continue
            try:
                patiently(lambda: fill(path, digest, pathlib.Path(name)))
            except (BotoCoreError, ClientError, OSError, ValueError, KeyError) as error:
                failures.append(f"{path}: {error}")
    for failure in failures:
        print(f"fill-models: {failure}", file=sys.stderr)
    sys.exit(1 if failures else 0)


main()
