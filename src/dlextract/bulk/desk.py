"""Papers that come one at a time, from whoever asks: a pool with a bounded queue, for as long as it is open."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from itertools import count
from types import TracebackType
from typing import Any

from .pool import Done, Limits, Pool
from .tally import Finish
from .worker import Reader, Task


class Full(Exception):
    """All places are taken."""


class Closed(Exception):
    """No paper is read any more; an error that ended the reading is the cause."""


class QueuePlace:
    """One place in the queue, held until the context is left; what is still to be read for it is then dropped."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: list[tuple[int, Future[Done]]] = []

    def __enter__(self) -> QueuePlace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, future in self._asked:
            self._desk._drop(number, future)
        self._desk._leave()

    def ask(
        self, source: str, data: bytes | None = None, act: Callable[[Any, Task], Any] | None = None
    ) -> Future[Done]:
        """Return what will become of a paper; the arguments are those of ``Task``.

        The future raises ``Closed`` where the desk is closed before the paper's turn comes.
        """
        number, future = self._desk._ask(source, data, act)
        self._asked.append((number, future))
        return future


class Desk:
    """A context manager that reads papers until it is left. All methods may be called from any thread.

    Args:
        build: makes the reader in each worker (pickled).
        jobs: how many papers are read side by side; workers are started when they are needed.
        limits: what one paper may take.
        places: how many papers may be here at once, waiting or being read.
    """

    def __init__(self, build: Callable[[], Reader], jobs: int, limits: Limits, places: int) -> None:
        self._stop = threading.Event()
        self._pool = Pool(build, Finish(), jobs, limits, self._stop)
        self._places = threading.Semaphore(places)
        self._free = threading.Semaphore(jobs)
        self._queue: queue.SimpleQueue[tuple[Task, Future[Done]] | None] = queue.SimpleQueue()
        self._numbers = count()
        self._reading: dict[int, Future[Done]] = {}
        self._lock = threading.Lock()
        self._open = True
        self._over = False
        self._problem: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
        self._fingerprint: Future[tuple[str, str, str]] = Future()
        self._ended: Future[None] = Future()

    def __enter__(self) -> Desk:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drain()
        self._stop.set()
        self._thread.join()

    @property
    def fingerprint(self) -> Future[tuple[str, str, str]]:
        """Version, patterns and model, once the first worker is ready; raises what keeps workers from starting."""
        return self._fingerprint

    @property
    def ended(self) -> Future[None]:
        """The end of all reading; raises ``Closed`` where an error, its cause, brought it about."""
        return self._ended

    @property
    def closed(self) -> bool:
        """Whether no further paper is taken."""
        return not self._open

    @property
    def waiting(self) -> int:
        """Papers whose turn has not come."""
        return self._queue.qsize()

    @property
    def reading(self) -> int:
        """Papers that are being read."""
        return len(self._reading)

    @property
    def replaced(self) -> int:
        """Workers that died or were ended since the start."""
        return self._pool.replaced

    @property
    def pids(self) -> list[int]:
        """The processes that are alive."""
        return self._pool.pids

    def place(self) -> QueuePlace:
        """Return a place.

        Raises:
            Full: there is none.
            Closed: nothing is read any more.
        """
        if not self._open:
            raise Closed from self._problem
        if not self._places.acquire(blocking=False):
            raise Full
        return QueuePlace(self)

    def drain(self) -> None:
        """Finish what is being read, and nothing else: what waits is told so."""
        with self._lock:
            if not self._open:
                return
            self._open = False
        while (item := self._taken()) is not None:
            self._fail(item[1])
        self._queue.put(None)

    def _taken(self) -> tuple[Task, Future[Done]] | None:
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return None

    def _fail(self, future: Future[Any]) -> None:
        closed = Closed()
        closed.__cause__ = self._problem
        with suppress(InvalidStateError):  # it is cancelled already
            future.set_exception(closed)

    def _ask(self, source: str, data: bytes | None, act: Callable[[Any, Task], Any] | None) -> tuple[int, Future[Done]]:
        number, future = next(self._numbers), Future[Done]()
        with self._lock:
            if self._open:
                self._queue.put((Task(number, source, data=data, act=act), future))
                return number, future
        self._fail(future)
        return number, future

    def _drop(self, number: int, future: Future[Done]) -> None:
        if not future.cancel() and not future.done():
            self._pool.drop(number)

    def _leave(self) -> None:
        self._places.release()

    def _work(self) -> None:
        try:
            with self._pool as pool:
                self._fingerprint.set_result(pool.fingerprint())
                for done in pool.run(self._tasks()):
                    self._free.release()
                    self._reading.pop(done.task.number).set_result(done)
        except KeyboardInterrupt:  # how the pool says that it was stopped
            pass
        except Exception as error:
            self._problem = error
        self.drain()
        if self._problem:
            self._fail(self._ended)
        with self._lock:
            self._over = True
            left: list[Future[Any]] = [self._fingerprint, *self._reading.values()]
        for future in left:
            self._fail(future)
        if not self._problem:
            self._ended.set_result(None)

    def _tasks(self) -> Iterator[Task]:
        while True:
            self._free.acquire()
            item = self._queue.get()
            if item is None:
                return
            task, future = item
            if not future.set_running_or_notify_cancel():
                self._free.release()
                continue
            with self._lock:
                over = self._over
                self._reading[task.number] = future
            if over:
                self._fail(future)
                return
            yield task
