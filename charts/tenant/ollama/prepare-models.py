#!/usr/bin/env python3
"""Brings the models of a pod to its node before the server starts: cache of the node, else the tenant's volume.

A blob that the node's cache has costs a link. The cache copies a missing one while it is streamed from the volume, one
copy for all pods of the node. If the cache is absent, has no room or does not answer, the pod copies for itself: each
byte is read, hashed and written in one pass. Either way a blob has its name only when its digest is right, a manifest
only when all its blobs are there, and an interrupted copy is continued. Idempotent.

  SOURCE        volume with manifests/ and blobs/, read only: a manifest's name ends in @sha256-<hex> where a version
                was brought from S3, and is Ollama's own where Ollama pulled it
  TARGET        store of the server: links into the cache, or blobs of its own
  CACHE         folder of the node's cache, read only; empty: the node has none. See model-cache/daemon.py
  MODELS        one model a line: <path below manifests/> <sha256:digest of the manifest, or ->
  WAIT_SECONDS  how long to wait for a manifest that is not there yet
"""

import concurrent.futures
import contextlib
import hashlib
import json
import os
import pathlib
import re
import socket
import sys
import time

# Small enough to stay in a core's cache between reading, hashing and writing: 1 MiB took twice as long.
BLOCK = 128 << 10
FLUSH = 64 << 20
# Blobs at a time: a model has one large blob, a server a few models.
COPIES = 4
ANSWER_SECONDS = 5
# The cache hashes what an earlier copy left, and waits for its disk at the end.
SILENCE_SECONDS = 120
# A pod waits for another pod's copy no longer than its own would take on the slowest volume, bytes a second.
SLOWEST = 100_000_000


class Failed(Exception):
    """The server must not start; the message is the reason."""


class Unhelpful(Exception):
    """The cache does not bring this blob; the message is the reason."""


def blobs_of(path, manifest):
    """The blobs that a manifest names, its configuration and its layers, with their sizes."""
    try:
        content = json.loads(manifest)
        sizes = {part["digest"]: part["size"] for part in [content["config"], *content["layers"]]}
    except (ValueError, TypeError, KeyError) as reason:
        raise Failed(f"manifest {path} names no blob") from reason
    for digest in sizes:
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", str(digest)):
            raise Failed(f"manifest {path} names {digest}, which is no digest")
    return sizes


def file_name(digest):
    return digest.replace(":", "-")


def wait_for(source, path, pinned, seconds):
    """The manifest: the version that is wanted, or the one with the model's own name."""
    plain = source / "manifests" / path
    version = plain if pinned == "-" else plain.with_name(f"{plain.name}@{file_name(pinned)}")
    begun = time.monotonic()
    told = -60.0
    while True:
        for file in [version, plain]:
            if file.is_file():
                return file.read_bytes()
        waited = time.monotonic() - begun
        wanted = version.relative_to(source)
        if waited >= seconds:
            raise Failed(f"no {wanted} in the model volume after {seconds} s")
        if waited - told >= 60:
            say(f"waiting for {wanted}")
            told = waited
        time.sleep(min(2, seconds))


def verified_manifest(source, path, pinned, seconds):
    manifest = wait_for(source, path, pinned, seconds)
    found = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
    if pinned not in ("-", found):
        raise Failed(f"manifest {path} is {found}, the tenant is to have {pinned}")
    return manifest


def from_cache(cache, file, manifest, digest, size):
    """Has the cache bring a blob, and streams it there if need be. Returns how many bytes were copied."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(ANSWER_SECONDS)
        connection.connect(str(cache / "cache.sock"))
        request = json.dumps({"manifest": manifest.decode(), "blob": digest})
        with contextlib.suppress(BrokenPipeError):
            # A daemon with too many connections has said so and closed this one.
            connection.sendall(f"{request}\n".encode())
        patience = time.monotonic() + 30 + size / SLOWEST
        with connection.makefile("r", buffering=1) as answers:
            while answer := answers.readline().split(maxsplit=1):
                word, rest = answer[0], answer[1].strip() if len(answer) > 1 else ""
                connection.settimeout(SILENCE_SECONDS)
                if word in ("there", "kept"):
                    return int(rest or 0)
                if word == "wrong":
                    raise damaged(digest, rest)
                if word == "send":
                    stream(connection, file, int(rest), size)
                elif word != "wait":
                    raise Unhelpful(rest)
                elif time.monotonic() > patience:
                    raise Unhelpful("another pod's copy takes too long")
    raise Unhelpful("it ended the connection")


def stream(connection, file, offset, size):
    """Streams the rest of a file. The kernel moves the bytes; none of them passes through this process."""
    read_ahead(file, offset)
    while offset < size:
        sent = connection.sendfile(file, offset, min(FLUSH, size - offset))
        if sent == 0:
            raise Failed(f"{file.name} is shorter than its manifest says")
        # The node's memory is for the local copy, from which the server loads.
        os.posix_fadvise(file.fileno(), offset, sent, os.POSIX_FADV_DONTNEED)
        offset += sent
        read_ahead(file, offset)


def read_ahead(file, offset):
    os.posix_fadvise(file.fileno(), offset, 0, os.POSIX_FADV_SEQUENTIAL)
    os.posix_fadvise(file.fileno(), offset, 2 * FLUSH, os.POSIX_FADV_WILLNEED)


def link(target, goal):
    """Makes a link, or replaces one, in one step."""
    aside = target.with_name(f".{target.name}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(goal)
    os.replace(aside, target)


def copy(file, partial, final, digest, size):
    """Copies a blob in one pass, from where an earlier copy ended. Returns how many bytes were copied."""
    copied = 0
    buffer = memoryview(bytearray(BLOCK))
    with partial.open("ab+", buffering=0) as output:
        output.truncate(min(size, output.tell()))
        while True:
            output.seek(0)
            sha256 = hashlib.sha256()
            while count := output.readinto(buffer):
                sha256.update(buffer[:count])
            start = flushed = output.tell()
            file.seek(start)
            read_ahead(file, start)
            while count := file.readinto(buffer):
                sha256.update(buffer[:count])
                written = 0
                while written < count:
                    written += output.write(buffer[written:count])
                copied += count
                if start + copied - flushed >= FLUSH:
                    # The volume is read ahead, and the disk begins to write, while the next blocks are hashed.
                    read_ahead(file, file.tell())
                    os.posix_fadvise(output.fileno(), flushed, FLUSH, os.POSIX_FADV_DONTNEED)
                    flushed += FLUSH
            found = f"sha256:{sha256.hexdigest()}"
            if found == digest:
                os.fsync(output.fileno())
                break
            output.truncate(0)
            if start == 0:
                partial.unlink()
                raise damaged(digest, found)
    os.replace(partial, final)
    return copied


def damaged(digest, found):
    return Failed(f"blob {file_name(digest)} is damaged: its digest is {found.removeprefix('sha256:')}")


class Store:
    """The store of one pod's server, and where its blobs come from."""

    def __init__(self, source, target, cache):
        self.source, self.target, self.cache = source, target, cache
        self.incoming = target / ".incoming"
        for folder in [target / "manifests", target / "blobs", self.incoming]:
            folder.mkdir(parents=True, exist_ok=True)

    def bring(self, manifest, digest, size):
        """Brings a blob under its name. Returns how many bytes were copied."""
        name = file_name(digest)
        final = self.target / "blobs" / name
        # A blob of the pod's own was verified before it got its name. A link's goal may have been evicted since.
        if final.is_file() and not final.is_symlink():
            return 0
        try:
            with (self.source / "blobs" / name).open("rb", buffering=0) as file:
                if self.cache:
                    try:
                        copied = from_cache(self.cache, file, manifest, digest, size)
                        goal = self.cache / "blobs" / name
                        if goal.stat().st_size != size:
                            raise Unhelpful("its file has another size")
                        link(final, goal)
                        return copied
                    except (OSError, Unhelpful) as reason:
                        say(f"the node's cache does not bring {name} ({reason}), so the pod copies it")
                final.unlink(missing_ok=True)
                return copy(file, self.incoming / name, final, digest, size)
        except FileNotFoundError as reason:
            raise Failed(f"blob {name} is missing in the model volume") from reason

    def publish(self, path, manifest):
        """Gives a manifest its name, under which the server finds the model."""
        final = self.target / "manifests" / path
        final.parent.mkdir(parents=True, exist_ok=True)
        partial = self.incoming / "manifest"
        partial.write_bytes(manifest)
        os.replace(partial, final)


def say(text):
    print(f"prepare-models: {text}", flush=True)


def main():
    begun = time.monotonic()
    cache = os.environ.get("CACHE")
    source = pathlib.Path(os.environ["SOURCE"])
    store = Store(source, pathlib.Path(os.environ["TARGET"]), pathlib.Path(cache) if cache else None)
    wanted = [line.split() for line in os.environ["MODELS"].splitlines() if line.strip()]
    seconds = int(os.environ["WAIT_SECONDS"])
    models, jobs = [], {}
    pool = concurrent.futures.ThreadPoolExecutor(COPIES)
    for path, pinned in wanted:
        manifest = verified_manifest(source, path, pinned, seconds)
        sizes = blobs_of(path, manifest)
        models.append((path, manifest, sizes))
        for digest, size in sizes.items():
            if digest not in jobs:
                jobs[digest] = pool.submit(store.bring, manifest, digest, size)
    for path, manifest, sizes in models:
        for digest in sizes:
            jobs[digest].result()
        store.publish(path, manifest)
        say(f"{path} is ready")
    copied = sum(job.result() for job in jobs.values())
    say(f"{copied} bytes copied in {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    try:
        main()
    except (Failed, OSError) as failure:
        print(f"prepare-models: {failure}", file=sys.stderr, flush=True)
        # Other copies are under way; they continue at the next start.
        os._exit(1)
