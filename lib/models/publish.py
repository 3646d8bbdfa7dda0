#!/usr/bin/env python3
"""Puts a version of a model from Ollama's store into the buckets of all regions.

Every digest is verified before anything is sent. S3 is given the SHA-256 of each object, or of each of its parts, and
refuses what arrives otherwise; afterwards it is asked what it holds. The manifest comes last, and only when every
bucket holds every blob. What is there already, with the right checksum, is not sent again. Nothing is released by
this: that is for `paddock models release`.

  STORE         folder with manifests/ and blobs/, as `ollama pull` makes it
  MANIFEST      path of the model below manifests/
  TARGETS       one bucket a line: <region> <bucket>
  SINGLE_BYTES  largest object that is sent in one request
  PART_BYTES    size of a part of a larger one
  AWS_*         credentials and endpoint as boto3 takes them
"""

import base64
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import sys

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:
    sys.exit("publish: this Python has no boto3; pip install boto3, or give another by --python")

BLOCK = 1024 * 1024
single_bytes = int(os.environ["SINGLE_BYTES"])
part_bytes = int(os.environ["PART_BYTES"])
retries = Config(retries={"max_attempts": 8, "mode": "standard"})


def base64_of(sha256):
    return base64.b64encode(sha256.digest()).decode()


class Content:
    """A file of the store: its digest, and the checksum that S3 must come to."""

    def __init__(self, key, path):
        self.key = key
        self.path = path
        self.size = path.stat().st_size
        whole = hashlib.sha256()
        self.parts = []
        with path.open("rb") as file:
            while part := self.count(file, whole):
                self.parts.append(part)
        self.digest = f"sha256:{whole.hexdigest()}"
        self.in_parts = self.size > single_bytes
        over_parts = hashlib.sha256(b"".join(part.digest() for part in self.parts))
        self.checksum = base64_of(over_parts if self.in_parts else whole)

    @staticmethod
    def count(file, whole):
        """Reads one part; its digest, or nothing at the end of the file."""
        part = hashlib.sha256()
        left = part_bytes
        while left > 0 and (block := file.read(min(BLOCK, left))):
            part.update(block)
            whole.update(block)
            left -= len(block)
        return part if left < part_bytes else None


class Bucket:
    """A region's bucket."""

    def __init__(self, region, name):
        self.region = region
        self.name = name
        self.s3 = boto3.Session().client("s3", region_name=region, config=retries)

    def holds(self, content):
        """Whether S3 itself says that the object is there, with these bytes."""
        try:
            found = self.s3.get_object_attributes(
                Bucket=self.name, Key=content.key, ObjectAttributes=["Checksum", "ObjectSize"]
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchKey"):
                return False
            raise
        checksum = found.get("Checksum", {}).get("ChecksumSHA256", "")
        return found["ObjectSize"] == content.size and re.sub(r"-\d+$", "", checksum) == content.checksum

    def put(self, content):
        """Sends it unless it is there. Returns the bytes that were sent."""
        if self.holds(content):
            return 0
        if content.in_parts:
            self.put_parts(content)
        else:
            with content.path.open("rb") as file:
                self.s3.put_object(
                    Bucket=self.name,
                    Key=content.key,
                    Body=file,
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=content.checksum,
                )
        if not self.holds(content):
            raise ValueError(f"{content.key} does not read as it was written")
        return content.size

    def put_parts(self, content):
        of = {"Bucket": self.name, "Key": content.key}
        of["UploadId"] = self.s3.create_multipart_upload(**of, ChecksumAlgorithm="SHA256")["UploadId"]
        try:
            done = []
            with content.path.open("rb") as file:
                for number, part in enumerate(content.parts, 1):
                    checksum = base64_of(part)
                    sent = self.s3.upload_part(
                        **of,
                        PartNumber=number,
                        Body=file.read(part_bytes),
                        ChecksumAlgorithm="SHA256",
                        ChecksumSHA256=checksum,
                    )
                    done.append({"ETag": sent["ETag"], "PartNumber": number, "ChecksumSHA256": checksum})
            self.s3.complete_multipart_upload(**of, MultipartUpload={"Parts": done})
        except BaseException:
            self.s3.abort_multipart_upload(**of)
            raise


def read(store, path):
    """The manifest of a model, under its key, and its blobs: everything as its digest says."""
    file = store / "manifests" / path
    manifest = Content("", file)
    manifest.key = f"manifests/{path}@{manifest.digest.replace(':', '-')}"
    content = json.loads(file.read_text())
    digests = dict.fromkeys(layer["digest"] for layer in [content["config"], *content["layers"]])
    blobs = []
    for digest in digests:
        name = digest.replace(":", "-")
        blob = Content(f"blobs/{name}", store / "blobs" / name)
        if blob.digest != digest:
            raise ValueError(f"blob {name} is damaged: its digest is {blob.digest}")
        blobs.append(blob)
    return manifest, blobs


def put_all(bucket, contents):
    """Sends all of them. Returns the bytes that were sent, and what went wrong."""
    sent, failures = 0, []
    for content in contents:
        try:
            sent += bucket.put(content)
        except (BotoCoreError, ClientError, OSError, ValueError) as error:
            failures.append(f"{bucket.region}: {content.key}: {error}")
    return sent, failures


def main():
    path = os.environ["MANIFEST"]
    buckets = [Bucket(*line.split()) for line in os.environ["TARGETS"].splitlines() if line.strip()]
    manifest, blobs = read(pathlib.Path(os.environ["STORE"]), path)
    # Everywhere every blob, and then everywhere the manifest.
    for contents in (blobs, [manifest]):
        with concurrent.futures.ThreadPoolExecutor(len(buckets)) as pool:
            results = list(pool.map(lambda bucket: put_all(bucket, contents), buckets))
        failures = [failure for _, found in results for failure in found]
        if failures:
            sys.exit("\n".join(f"publish: {failure}" for failure in failures))
        for bucket, (sent, _) in zip(buckets, results):
            kind = "blobs" if contents is blobs else "manifest"
            print(f"publish: {bucket.region} holds the {kind}, {sent} bytes sent", flush=True)
    print(manifest.digest)


try:
    main()
except (BotoCoreError, ClientError, OSError, ValueError, KeyError) as error:
    sys.exit(f"publish: {error}")
