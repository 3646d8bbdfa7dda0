#!/usr/bin/env python3
"""Keeps the models of a node on its disk, one copy for all pods. Tenants' pods read the folder and cannot write it.

A pod whose blob is missing connects to the socket and streams the blob from its own volume. The daemon reads each byte
once: it hashes and writes in the same pass, and gives the blob its name only if the digest is right. It believes nothing:

  - only blobs of released manifests: the pod sends the manifest, and its digest must be in the list of the platform;
  - the size is the manifest's, and the content must hash to the name;
  - older blobs are evicted when verified content needs their room, never for a promise;
  - one copy of a blob at a time, with a deadline; others wait for it, and may give up and help themselves;
  - a bounded number of connections, each with short time-outs. A pod that is refused copies for itself.

Protocol, one connection a blob. Pod: a line of JSON {"manifest": text, "blob": "sha256:<hex>"}. Daemon, lines:
  wait <bytes>    somebody's copy is under way and has so many bytes
  send <offset>   stream the blob's bytes from there to its end
  there           the blob is in blobs/, nothing was copied
  kept <bytes>    the blob is in blobs/, so many bytes were copied over this connection
  wrong <digest>  the streamed bytes have another digest
  no <reason>     the pod must help itself

  ROOT            folder on the node's disk
  RELEASED        file of the released manifests, a digest a line
  BUDGET_BYTES, INCOMING_BYTES, RECENT_SECONDS, FREE_PERCENT   see store.py
  STALL_SECONDS   longest pause of a stream
"""

import errno
import hashlib
import json
import os
import pathlib
import re
import signal
import socket
import sys
import threading
import time

from store import NoRoom, Store

# Small enough to stay in a core's cache between receiving, hashing and writing.
BLOCK = 128 << 10
# Writing to the disk starts after so many bytes, so that the last wait for it is short.
FLUSH = 64 << 20
MANIFEST_BYTES = 64 << 10
CONNECTIONS = 64
REQUEST_SECONDS = 5
# A slower copy is ended: bytes a second, and seconds before it counts.
SLOWEST, LEEWAY_SECONDS = 25_000_000, 60


class Refused(Exception):
    """The request is not one that the cache serves; the message is the reason."""


class Wrong(Exception):
    """The content has another digest, which is the message."""


class Stalled(Exception):
    """The stream ended or stopped in the middle."""


class Daemon:
    def __init__(self, root, released, store, stall_seconds):
        self.root, self.released, self.store = pathlib.Path(root), pathlib.Path(released), store
        self.stall_seconds = stall_seconds
        self.copying = set()
        self.changed = threading.Condition()
        self.slots = threading.BoundedSemaphore(CONNECTIONS)

    def serve(self):
        path = self.root / "cache.sock"
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(path))
            path.chmod(0o666)
            listener.listen(CONNECTIONS)
            print(f"model-cache: ready, {self.store.budget} bytes for models", flush=True)
            while True:
                connection, _ = listener.accept()
                if self.slots.acquire(blocking=False):
                    threading.Thread(target=self.answer, args=[connection], daemon=True).start()
                else:
                    # The kernel's buffer takes it: this never blocks.
                    connection.setblocking(False)
                    try_send(connection, "no too many connections")
                    connection.close()

    def answer(self, connection):
        try:
            with connection:
                connection.settimeout(REQUEST_SECONDS)
                try_send(connection, self.outcome(connection))
        except (OSError, Stalled) as reason:
            print(f"model-cache: a connection ended early: {reason}", flush=True)
        finally:
            self.slots.release()

    def outcome(self, connection):
        try:
            digest, size = self.asked(connection)
            return self.bring(connection, digest, size)
        except Wrong as found:
            return f"wrong {found}"
        except (Refused, NoRoom) as reason:
            return f"no {reason}"

    def asked(self, connection):
        """The blob that the pod asks for and its size, if a released manifest names it."""
        line = b""
        deadline = time.monotonic() + REQUEST_SECONDS
        while not line.endswith(b"\n"):
            part = connection.recv(BLOCK)
            line += part
            if not part or len(line) > 2 * MANIFEST_BYTES or time.monotonic() > deadline:
                raise Refused("the request is incomplete or too long")
        try:
            request = json.loads(line)
            manifest, blob = request["manifest"].encode(), request["blob"]
            if f"sha256:{hashlib.sha256(manifest).hexdigest()}" not in self.released.read_text().split():
                raise Refused("the manifest is of no released version")
            content = json.loads(manifest)
            sizes = {part["digest"]: part["size"] for part in [content["config"], *content["layers"]]}
            size = sizes[blob]
        except (ValueError, TypeError, KeyError, AttributeError) as reason:
            raise Refused("the request is not understood") from reason
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", blob):
            raise Refused("the blob's name is no digest")
        return blob, size

    def bring(self, connection, digest, size):
        """Waits for a copy that is under way, or receives one. Of many pods at once, one sends."""
        while True:
            with self.changed:
                if self.store.has(digest, size):
                    return "there"
                if digest not in self.copying:
                    self.store.reserve(digest, size)
                    self.copying.add(digest)
                    break
                self.changed.wait(1)
            send(connection, f"wait {self.store.written(digest)}")
        try:
            return f"kept {self.receive(connection, digest, size)}"
        except OSError as reason:
            if reason.errno != errno.ENOSPC:
                raise
            self.store.partial(digest).unlink()
            raise NoRoom("the node's disk is full") from reason
        finally:
            with self.changed:
                self.store.release(digest)
                self.copying.discard(digest)
                self.changed.notify_all()

    def receive(self, connection, digest, size):
        """Receives, hashes and writes in one pass. What an earlier copy left counts, unless it turns out to be wrong."""
        connection.settimeout(self.stall_seconds)
        deadline = time.monotonic() + LEEWAY_SECONDS + size / SLOWEST
        partial = self.store.partial(digest)
        copied = 0
        with partial.open("ab+", buffering=0) as file:
            file.truncate(min(size, file.tell()))
            while True:
                sha256, start = self.hash_of(connection, file), file.seek(0, os.SEEK_END)
                send(connection, f"send {start}")
                copied += stream(connection, file, sha256, size - start, deadline)
                found = f"sha256:{sha256.hexdigest()}"
                if found == digest:
                    break
                file.truncate(0)
                if start == 0:
                    partial.unlink()
                    raise Wrong(found)
            os.fsync(file.fileno())
        self.store.publish(digest, size)
        print(f"model-cache: {digest} is there, {copied} bytes copied", flush=True)
        return copied

    @staticmethod
    def hash_of(connection, file):
        """Counts the digest of what is on the disk already; the pod is told that it goes on."""
        sha256, buffer, told = hashlib.sha256(), bytearray(BLOCK), time.monotonic()
        file.seek(0)
        while count := file.readinto(buffer):
            sha256.update(memoryview(buffer)[:count])
            if time.monotonic() - told > 1:
                send(connection, f"wait {file.tell()}")
                told = time.monotonic()
        return sha256


def stream(connection, file, sha256, size, deadline):
    """One pass over so many bytes of a connection: received, hashed, written."""
    buffer = memoryview(bytearray(BLOCK))
    remaining, flushed = size, file.tell()
    while remaining:
        count = connection.recv_into(buffer[: min(BLOCK, remaining)])
        if count == 0 or time.monotonic() > deadline:
            raise Stalled(f"{remaining} bytes are missing")
        sha256.update(buffer[:count])
        written = 0
        while written < count:
            written += file.write(buffer[written:count])
        remaining -= count
        if file.tell() - flushed >= FLUSH:
            # Dirty pages are not dropped by this, but their way to the disk begins.
            os.posix_fadvise(file.fileno(), flushed, FLUSH, os.POSIX_FADV_DONTNEED)
            flushed += FLUSH
    return size


def send(connection, line):
    connection.sendall(f"{line}\n".encode())


def try_send(connection, line):
    try:
        send(connection, line)
    except OSError:
        # The pod has gone.
        pass


def keep_noting_use(store):
    while True:
        time.sleep(60)
        store.refresh()


def main():
    # A reader that opens a blob while it is evicted breaks the lease; the signal would end the process.
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    numbers = ["BUDGET_BYTES", "INCOMING_BYTES", "RECENT_SECONDS", "FREE_PERCENT"]
    root = os.environ["ROOT"]
    os.umask(0o022)
    store = Store(root, *(int(os.environ[name]) for name in numbers))
    threading.Thread(target=keep_noting_use, args=[store], daemon=True).start()
    Daemon(root, os.environ["RELEASED"], store, float(os.environ.get("STALL_SECONDS", "10"))).serve()


if __name__ == "__main__":
    sys.exit(main())
