"""Waits until no answer of this pod is under way: half of the pre-stop hook.

An answer of the web page is a task of the process and no request: on SIGTERM it ends at once and is stored empty. So the
pod stays alive, out of its Service, until

  - every task that Redis listed after SETTLE_SECONDS has ended. Redis does not say which pod runs a task, so those of
    other pods are waited for, too; tasks that begin later run there, for no request reaches this pod any more. A task
    whose pod has died ends when its key expires;
  - no connection to a model server is established: answers over the API, tasks that a restarted bus has forgotten.
    An idle connection does not last: the client's pool closes it after 15 s.

Both must hold at two looks in succession. A look that fails counts as an answer under way: then DRAIN_SECONDS is waited.

  REDIS_URL         where tasks are listed
  REDIS_KEY_PREFIX  prefix of its keys
  MODEL_PORT        port of the model servers
  SETTLE_SECONDS    how long requests may arrive after the pod began to end
  DRAIN_SECONDS     longest wait after that
  LOOK_SECONDS      pause between looks
  PROC_NET          folder with the kernel's tables of connections
"""

import os
import sys
import time

ESTABLISHED = "01"


def tasks_of(client, prefix):
    """Tasks that some pod runs."""
    return set(client.hkeys(f"{prefix}:tasks"))


def alive(client, prefix, tasks):
    """Those of the tasks that have not ended. Of a task that was saved, a key lives as long as its pod does."""
    return {task for task in tasks & tasks_of(client, prefix) if client.exists(f"{prefix}:tasks:{task}")}


def model_connections(folder, port):
    """Established connections of this pod to a model server."""
    found = 0
    for table in ("tcp", "tcp6"):
        path = os.path.join(folder, table)
        # A node without IPv6 has no second table.
        if table == "tcp6" and not os.path.exists(path):
            continue
        with open(path, encoding="ascii") as file:
            for line in file.readlines()[1:]:
                _, _, remote, state = line.split()[:4]
                found += state == ESTABLISHED and int(remote.rpartition(":")[2], 16) == port
    return found


def connect():
    # The image has it; where it is missing, nothing can be known and the whole time is waited.
    import redis

    return redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True, socket_timeout=5)


class Looks:
    """What is under way, by both signs; the tasks are those of the first look that succeeded."""

    def __init__(self):
        self.client = None
        self.tasks = None

    def under_way(self):
        prefix = os.environ["REDIS_KEY_PREFIX"]
        if self.client is None:
            self.client = connect()
        if self.tasks is None:
            self.tasks = tasks_of(self.client, prefix)
        self.tasks = alive(self.client, prefix, self.tasks)
        connections = model_connections(os.environ.get("PROC_NET", "/proc/net"), int(os.environ["MODEL_PORT"]))
        return len(self.tasks), connections


def main():
    pause = float(os.environ.get("LOOK_SECONDS", "2"))
    time.sleep(float(os.environ["SETTLE_SECONDS"]))
    deadline = time.monotonic() + float(os.environ["DRAIN_SECONDS"])
    looks = Looks()
    quiet = 0
    while time.monotonic() < deadline:
        try:
            tasks, connections = looks.under_way()
            quiet = quiet + 1 if tasks == connections == 0 else 0
            seen = f"{tasks} tasks, {connections} connections to model servers"
        except Exception as error:  # whatever it is: an answer may be under way
            quiet = 0
            seen = f"unknown: {type(error).__name__}: {error}"
        print(f"drain: {seen}", flush=True)
        if quiet == 2:
            return
        time.sleep(max(0, min(pause, deadline - time.monotonic())))
    print("drain: the time limit is reached", flush=True)


if __name__ == "__main__":
    sys.exit(main())
