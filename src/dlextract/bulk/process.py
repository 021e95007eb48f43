"""One process of the pool, seen from outside."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any, BinaryIO, cast

from .waiting import waited
from .worker import Job, Task, receive, send

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR")} | {
    "VECLIB_MAXIMUM_THREADS": "1"
}
"""Environment of a worker: the papers are what runs side by side, not the arithmetic within one."""


class Process:
    """One process, and the thread that hears from it.

    ``task`` is the paper it reads now, ``base`` the bytes it held before the first one, ``verdict`` why it is ended,
    ``heard`` whether the result has come, though nobody may have looked at it yet. ``since`` is when it got the task,
    by the clock of the pool, ``waited`` for how many seconds it had waited for a processor by then.
    """

    def __init__(self, job: Job, events: queue.SimpleQueue[tuple[Any, str, Any]]) -> None:
        code = f"import sys; sys.path[:] = {sys.path!r}; from dlextract.bulk.worker import main; main()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_THREAD},
            # Ctrl-C in the terminal is for the parent, which then ends its workers.
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # the same on Windows
        )
        self.ready = False
        self.base = 0
        self.finished = 0
        self.task: Task | None = None
        self.heard = False
        self.since = 0.0
        self.waited = 0.0
        self.verdict = ""
        self._events = events
        self.tell(job)
        threading.Thread(target=self._hear, daemon=True).start()

    def take(self, task: Task, now: float) -> None:
        """Let the process, which is idle, read ``task`` from ``now`` on."""
        self.task, self.heard = task, False
        self.since, self.waited = now, waited(self.process.pid)
        self.tell(task)

    def tell(self, message: object) -> None:
        """Send it a message."""
        with suppress(OSError):  # a dead worker is heard of through its other pipe
            send(cast(BinaryIO, self.process.stdin), message)

    def takes(self, now: float) -> float:
        """Return the seconds that the task has taken, without those in which there was no processor for it."""
        return now - self.since - (waited(self.process.pid) - self.waited)

    def end(self) -> None:
        """Kill it, and what it has started (tesseract)."""
        with suppress(OSError):
            if os.name == "posix" and self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def _hear(self) -> None:
        stream = cast(BinaryIO, self.process.stdout)
        try:
            while True:
                kind, content = receive(stream)
                self.heard = True
                self._events.put((self, kind, content))
        except Exception:  # the end, or a message that was torn because the worker died
            try:
                code = self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.end()
                code = self.process.wait()
        stream.close()
        with suppress(OSError):
            cast(BinaryIO, self.process.stdin).close()
        self._events.put((self, "dead", code))
