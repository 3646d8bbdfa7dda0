"""The node's store of models: blobs under their digests, partial copies, a budget of bytes, eviction of the least recently used.

  blobs/sha256-<hex>     whole and verified; its time of modification is the time of its last use
  incoming/sha256-<hex>  what a copy has written so far; the next copy of the same blob continues there

A blob is in use while any process of the node has it open. The kernel knows that: it grants a write lease on a file only
if nobody else has the file open. Only the owner may ask for a lease, and a reader can prevent none but by reading. Unlike
with flock, no tenant can lock out the others.
"""

import fcntl
import os
import pathlib
import threading
import time


class NoRoom(Exception):
    """The cache cannot accept the blob; the message is the reason."""


class Store:
    """Sizes are bytes. `budget`: whole blobs; `incoming`: partial copies; `free_percent`: share of the disk that stays free."""

    def __init__(self, root, budget, incoming, recent_seconds, free_percent):
        self.blobs = pathlib.Path(root) / "blobs"
        self.incoming = pathlib.Path(root) / "incoming"
        self.budget, self.incoming_bytes, self.free_percent = budget, incoming, free_percent
        self.recent_seconds = recent_seconds
        self.lock = threading.Lock()
        # Copies under way: size by digest.
        self.reserved = {}
        # Blobs can be opened by their names only: a tenant does not see a list of what others use.
        self.blobs.mkdir(mode=0o711, exist_ok=True)
        self.incoming.mkdir(mode=0o700, exist_ok=True)

    def has(self, digest, size):
        """Whether the blob is there. It then counts as used now, so that it stays until its reader has opened it."""
        path = self.blobs / file_name(digest)
        with self.lock:
            try:
                if path.stat().st_size != size:
                    path.unlink()
                    return False
                os.utime(path)
                return True
            except FileNotFoundError:
                return False

    def reserve(self, digest, size):
        """Reserves room for a copy, or says why there is none. Nothing is evicted yet: the content may be wrong."""
        with self.lock:
            others = sum(self.reserved.values())
            if others + size > self.incoming_bytes:
                raise NoRoom("other copies fill the room for copies")
            self._drop_partials(digest, self.incoming_bytes - others - size)
            removable = sum(one.st_size for _, one in self._removable())
            if self._used() - removable + others + size > self.budget:
                minutes = round(self.recent_seconds / 60)
                raise NoRoom(f"the other models of the cache are in use, or were in the last {minutes} minutes")
            unwritten = sum(most - self.written(one) for one, most in self.reserved.items())
            if self._spare() < unwritten + size - self.written(digest):
                raise NoRoom("the node's disk is nearly full")
            self.reserved[digest] = size

    def release(self, digest):
        """Ends a reservation."""
        with self.lock:
            del self.reserved[digest]

    def publish(self, digest, size):
        """Gives a verified copy its name. Now, and only now, older blobs may have to leave."""
        partial = self.partial(digest)
        with self.lock:
            for path, status in sorted(self._removable(), key=lambda one: one[1].st_mtime):
                if self._used() + size <= self.budget:
                    break
                if remove_unused(path):
                    print(f"model-cache: evicted {path.name}, {status.st_size} bytes", flush=True)
            if self._used() + size > self.budget:
                partial.unlink()
                raise NoRoom("the other models of the cache are in use")
            os.utime(partial)
            os.rename(partial, self.blobs / file_name(digest))
            sync_folder(self.blobs)

    def refresh(self):
        """Notes that open blobs are in use now."""
        with self.lock:
            for path in self.blobs.iterdir():
                if not is_unused(path):
                    os.utime(path)

    def partial(self, digest):
        return self.incoming / file_name(digest)

    def written(self, digest):
        """Bytes that an unfinished copy of the blob has."""
        try:
            return self.partial(digest).stat().st_size
        except FileNotFoundError:
            return 0

    def _used(self):
        return sum(path.stat().st_size for path in self.blobs.iterdir())

    def _removable(self):
        """Blobs that nobody has open and nobody used lately, with their status."""
        latest = time.time() - self.recent_seconds
        every = [(path, path.stat()) for path in self.blobs.iterdir()]
        return [(path, status) for path, status in every if status.st_mtime <= latest and is_unused(path)]

    def _drop_partials(self, keep, most):
        """Deletes the oldest abandoned copies until the others fit in `most`. The copy that is continued has its room already."""
        active = {file_name(one) for one in [keep, *self.reserved]}
        abandoned = [path for path in self.incoming.iterdir() if path.name not in active]
        abandoned.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in abandoned:
            most -= path.stat().st_size
            if most < 0:
                path.unlink()

    def _spare(self):
        """Bytes that the disk has beyond the share that stays free."""
        disk = os.statvfs(self.blobs)
        return (disk.f_bavail - disk.f_blocks * self.free_percent / 100) * disk.f_frsize


def file_name(digest):
    return digest.replace(":", "-")


def is_unused(path, then=lambda: None):
    """Whether no process has the file open; `then` runs while nobody can open it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        then()
        return True
    except BlockingIOError:
        return False
    finally:
        # The lease ends with its descriptor.
        os.close(descriptor)


def remove_unused(path):
    """Deletes the file unless a process has it open. Returns whether it did."""
    return is_unused(path, path.unlink)


def sync_folder(folder):
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
