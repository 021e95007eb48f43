"""A process that reads papers one by one, so that a paper which kills it takes nothing else along.

It is started by ``dlextract.bulk.pool`` with a pipe on standard input (what to do) and one on standard output (what
came of it). Messages are pickles with their length in front. End of file on standard input ends the process at once,
also in the middle of a paper: no worker outlives its parent.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from ..errors import DlextractError, PaperError
from ..report import Duplicate, Failure, Outcome, Report
from .memory import lift_memory_limit, limit_memory, memory_of

HEADER = 8
"""Bytes of the length in front of a message, big-endian."""

NO_MEMORY = "it needs more than {limit} MB of memory. Raise --memory, or read fewer papers at once with -j"


class Reader(Protocol):
    """What reads the papers: an ``Extractor``, or a stand-in for tests."""

    @property
    def fingerprint(self) -> tuple[str, str, str]:
        """Version, patterns and model: what a report depends on besides the paper."""

    def read(self, source: str | Path, data: bytes | None = None) -> Report:
        """Return what the paper states."""


@dataclass(frozen=True, slots=True)
class Task:
    """One paper: ``number`` counts from 0 in input order, ``data`` is its content where ``source`` is no file.

    ``known`` is what comes of a paper that no worker has to see: it cannot be read, or is another one's duplicate.
    ``act`` is what is done with the reader and the task instead of reading (pickled); what it returns is sent back.
    """

    number: int
    source: str
    sha256: str = ""
    data: bytes | None = None
    known: Failure | Duplicate | None = None
    act: Callable[[Any, Task], Any] | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is told at its start.

    ``build`` makes the reader, ``finish`` turns its reports and the failures into what is sent back; both are pickled.
    ``memory`` is the limit for the whole process in bytes, 0 for none.
    """

    build: Callable[[], Reader]
    finish: Callable[[Outcome], Any]
    memory: int = 0


def send(stream: BinaryIO, message: object) -> None:
    """Write one message."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(HEADER, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Return the next message.

    Raises:
        EOFError: the other side is gone, perhaps in the middle of a message.
    """
    header = stream.read(HEADER)
    size = int.from_bytes(header, "big")
    if len(header) < HEADER or len(data := stream.read(size)) < size:
        raise EOFError
    return pickle.loads(data)


def attempt(reader: Reader, task: Task, limit: int = 0) -> Any:
    """Return the report of one paper, or what its ``act`` gives, or the failure it ends in; no paper raises."""
    try:
        return task.act(reader, task) if task.act else reader.read(task.source, task.data)
    except PaperError as error:
        kind, message = "PaperError", str(error)
    except MemoryError:
        kind, message = "MemoryLimit", f"{task.source}: {NO_MEMORY.format(limit=limit >> 20)}."
    except Exception as error:
        told = " ".join(f"{type(error).__name__}: {error}".split())
        kind, message = "InternalError", f"{task.source}: dlextract made a mistake ({told}). Please report it."
    return Failure(task.source, task.sha256, kind, message, *reader.fingerprint)


def main() -> None:
    """Serve until standard input ends."""
    gc.disable()  # what is loaded stays: collecting it again and again would find nothing
    inbox, outbox = take_standard_streams()
    orders: queue.SimpleQueue[Task] = queue.SimpleQueue()
    job: Job = receive(inbox)
    threading.Thread(target=_listen, args=(inbox, orders), daemon=True).start()
    try:
        reader = job.build()
    except DlextractError as error:
        send(outbox, ("unable", error))
        return
    except Exception as error:
        traceback.print_exc()
        told = " ".join(f"{type(error).__name__}: {error}".split())
        send(
            outbox,
            ("unable", DlextractError("dlextract", f"it cannot start ({told})", "Install it anew, or report it")),
        )
        return
    gc.freeze()
    gc.enable()
    _silence()
    limit_memory(job.memory)
    send(outbox, ("ready", reader.fingerprint))
    while True:
        task = orders.get()
        result = attempt(reader, task, job.memory)
        if isinstance(result, Failure) and result.kind == "MemoryLimit":
            lift_memory_limit()
        done = result if task.act and not isinstance(result, Failure) else job.finish(result)
        del result, task
        send(outbox, ("done", (done, memory_of(os.getpid()))))


def _listen(inbox: BinaryIO, orders: queue.SimpleQueue[Task]) -> None:
    try:
        while True:
            orders.put(receive(inbox))
    except (EOFError, OSError):
        if os.name == "posix" and os.getpgrp() == os.getpid():  # a group of its own: what it has started is in it
            os.killpg(0, signal.SIGKILL)
        os._exit(0)


def take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return private copies of standard input and output; what libraries print goes to standard error instead."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return inbox, outbox


def _silence() -> None:
    """Drop what libraries print while they read papers; up to here a message says why the worker cannot start."""
    sys.stdout.flush()
    sys.stderr.flush()
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.close(nothing)
