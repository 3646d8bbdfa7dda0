#!/usr/bin/env python3
"""Puts a tenant's export into S3: the dumps of export.sh, its files and its audit, and SHA256SUMS over all of them.

Each object is read back after it was written and its digest compared: what is told to be stored can be read. The list
comes last. Whatever goes wrong ends with a code that is not 0, which keeps Argo CD from deleting the tenant.

  IN              folder that export.sh filled
  FILES_BUCKET    bucket of the tenant's cell; takes the export as well
  FILES_PREFIX    the tenant's files in it, with the slash
  AUDIT_BUCKET    bucket of the region's audit
  AUDIT_PREFIX    the tenant's records in it, with the slash
  TO              prefix of the export, with the slash
  WAIT_SECONDS    how long to wait for credentials and the first answer: packets of a pod that has just started can be dropped
  S3_ENDPOINT_URL, S3_REGION_NAME; AWS_MAX_ATTEMPTS and AWS_RETRY_MODE as boto3 takes them
"""

import hashlib
import io
import os
import pathlib
import sys
import time

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError

BLOCK = 1024 * 1024
# A stream is held in memory part by part.
transfer = TransferConfig(multipart_threshold=16 * BLOCK, multipart_chunksize=16 * BLOCK, max_concurrency=2)
into = os.environ["FILES_BUCKET"]
to = os.environ["TO"]


def connected():
    """A client with credentials that has had an answer."""
    deadline = time.monotonic() + float(os.environ["WAIT_SECONDS"])
    while True:
        try:
            client = boto3.client(
                "s3", endpoint_url=os.environ["S3_ENDPOINT_URL"], region_name=os.environ["S3_REGION_NAME"]
            )
            client.list_objects_v2(Bucket=into, Prefix=os.environ["FILES_PREFIX"], MaxKeys=1)
            return client
        except (BotoCoreError, ClientError, OSError) as error:
            if time.monotonic() > deadline:
                sys.exit(f"store: {error}")
            time.sleep(2)


s3 = connected()


class Hashed:
    """A stream that knows what has been read from it."""

    def __init__(self, stream):
        self.stream = stream
        self.sha256 = hashlib.sha256()
        self.size = 0

    def read(self, size=-1):
        block = self.stream.read(size) if size >= 0 else self.stream.read()
        self.sha256.update(block)
        self.size += len(block)
        return block


def read_back(key):
    body = Hashed(s3.get_object(Bucket=into, Key=key)["Body"])
    while body.read(BLOCK):
        pass
    return body


def put(stream, name):
    """Writes one object of the export, reads it back, and returns its digest and size."""
    source = Hashed(stream)
    s3.upload_fileobj(source, into, to + name, Config=transfer)
    stored = read_back(to + name)
    digest = source.sha256.hexdigest()
    if (stored.sha256.hexdigest(), stored.size) != (digest, source.size):
        raise ValueError(f"{to}{name} does not read as it was written")
    return digest, source.size


def keys(bucket, prefix):
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for entry in page.get("Contents", []):
            yield entry["Key"]


def line(digest, name):
    """As sha256sum writes it: a name with a line break or backslash is told by a backslash in front."""
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "" if escaped == name else "\\"
    return f"{mark}{digest}  {escaped}\n".encode()


def dumped(folder):
    """Digests that export.sh gave the dumps: the volume must hold what the database said."""
    pairs = (entry.split("  ", 1) for entry in (folder / "SHA256SUMS").read_text().splitlines())
    return {name: digest for digest, name in pairs}


def sources(folder):
    for part in ("database.dump", "vectors.dump", "rows.txt"):
        yield part, lambda part=part: (folder / part).open("rb")
    for kind in ("files", "audit"):
        bucket, prefix = os.environ[f"{kind.upper()}_BUCKET"], os.environ[f"{kind.upper()}_PREFIX"]
        for key in keys(bucket, prefix):
            name = f"{kind}/{key.removeprefix(prefix)}"
            yield name, lambda bucket=bucket, key=key: s3.get_object(Bucket=bucket, Key=key)["Body"]


def main():
    folder = pathlib.Path(os.environ["IN"])
    promised = dumped(folder)
    sums = []
    count = {"files": 0, "audit": 0}
    total = 0
    for name, opened in sources(folder):
        with opened() as stream:
            digest, size = put(stream, name)
        if digest != promised.get(name, digest):
            raise ValueError(f"{name} is not what was dumped")
        sums.append(line(digest, name))
        total += size
        kind = name.split("/")[0]
        if kind in count:
            count[kind] += 1
    put(io.BytesIO(b"".join(sums)), "SHA256SUMS")
    print(f"store: {count['files']} files, {count['audit']} of audit, {total} bytes in {into}/{to}, all read back")


try:
    main()
except (BotoCoreError, ClientError, OSError, ValueError) as error:
    sys.exit(f"store: {error}")
