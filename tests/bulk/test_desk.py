"""The desk: papers one at a time, places that run out and come free again, and an end that loses nobody."""

from __future__ import annotations

import json
import os
import threading
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fake_reader import FakeReader, Unable

from dlextract.bulk.desk import Closed, Desk, Full
from dlextract.bulk.pool import DROPPED, Done, Limits
from dlextract.bulk.worker import Task
from dlextract.errors import ModelError

SOON = 60


def desk(jobs: int = 1, places: int = 8, build: Any = FakeReader, limits: Limits | None = None) -> Desk:
    return Desk(build, jobs, limits or Limits(), places)


def gpu(done: Future[Done]) -> str:
    return json.loads(done.result(SOON).result.line)["answers"][0]["text"]


def upper(reader: FakeReader, task: Task, ending: str) -> str:
    """Say the paper loudly."""
    return (task.data or b"").decode().upper() + ending


def wait_for(file: str, reader: FakeReader, task: Task) -> str:
    """Tell that the paper is being read, by ``file``, and read until the fifo beside it is written."""
    Path(file).touch()
    with Path(f"{file}.go").open("rb"):
        return "went on"


class Gate:
    """A paper that is being read until it is let go."""

    def __init__(self, folder: Path, name: str = "gate") -> None:
        self.file = folder / name
        os.mkfifo(f"{self.file}.go")
        self.act = partial(wait_for, str(self.file))

    def reached(self) -> None:
        deadline = threading.Event()
        for _ in range(SOON * 100):
            if self.file.exists():
                return
            deadline.wait(0.01)
        raise AssertionError("it is not being read")

    def let_go(self) -> None:
        with Path(f"{self.file}.go").open("wb"):
            pass


posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")


def test_papers_are_read_as_they_come() -> None:
    with desk() as here:
        for name in "AB":
            with here.place() as place:
                assert gpu(place.ask("a.txt", f"We used {name}.".encode())) == f"{name} (training)."
        assert here.fingerprint.result(SOON) == FakeReader.fingerprint


def test_what_cannot_be_read_is_a_record_that_says_so() -> None:
    with desk() as here, here.place() as place:
        finished = place.ask("a.txt", b"bad").result(SOON).result
    assert (finished.error, finished.message) == ("PaperError", "a.txt: it is bad. Make it good.")
    assert json.loads(finished.line)["error"] == {"type": "PaperError", "message": "a.txt: it is bad. Make it good."}


def test_something_else_than_reading_can_be_asked_for() -> None:
    with desk() as here, here.place() as place:
        asked = place.ask("a.txt", b"quiet", partial(upper, ending="!"))
        assert asked.result(SOON).result == "QUIET!"
        wrong = place.ask("a.txt", b"\xff", partial(upper, ending="!")).result(SOON).result
    assert wrong.error == "InternalError"


@posix
def test_places_run_out_and_come_free(tmp_path: Path) -> None:
    gate = Gate(tmp_path)
    with desk(places=2) as here:
        with here.place() as first, here.place():
            held = first.ask("a.txt", act=gate.act)
            gate.reached()
            with pytest.raises(Full):
                here.place()
            gate.let_go()
            assert held.result(SOON).result == "went on"
        with here.place() as place:
            assert gpu(place.ask("a.txt", b"We used A.")) == "A (training)."


@posix
def test_who_leaves_takes_the_paper_along(tmp_path: Path) -> None:
    """A paper that waits is never read, one that is being read is ended, and the next one has its turn."""
    gate, never = Gate(tmp_path), Gate(tmp_path, "never")
    with desk() as here:
        with here.place() as reading:
            held = reading.ask("a.txt", act=gate.act)
            gate.reached()
            with here.place() as waiting:
                left = waiting.ask("b.txt", act=never.act)
        with here.place() as place:
            assert gpu(place.ask("c.txt", b"We used C.")) == "C (training)."
        assert held.result(SOON).result.error == DROPPED
        assert left.cancelled()
        assert not never.file.exists()
        assert (here.waiting, here.reading, here.replaced) == (0, 0, 1)


@posix
def test_the_end_finishes_what_is_being_read_and_tells_the_others(tmp_path: Path) -> None:
    gate = Gate(tmp_path)
    with desk() as here, here.place() as first, here.place() as second:
        held, waits = first.ask("a.txt", act=gate.act), second.ask("b.txt", b"We used B.")
        gate.reached()
        here.drain()
        with pytest.raises(Closed):
            waits.result(SOON)
        with pytest.raises(Closed):
            here.place()
        with pytest.raises(Closed):
            second.ask("b.txt", b"We used B.").result(SOON)
        gate.let_go()
        assert held.result(SOON).result == "went on"
        assert here.ended.result(SOON) is None


@posix
def test_leaving_ends_the_processes() -> None:
    with desk() as here:
        hangs = here.place().ask("a.txt", b"hang")
        here.fingerprint.result(SOON)
        pids = here.pids
    with pytest.raises(Closed):
        hangs.result(SOON)
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_reader_that_cannot_be_made_is_said_to_everybody() -> None:
    with desk(build=Unable) as here, here.place() as place:
        asked = place.ask("a.txt", b"We used A.")
        for future in (asked, here.fingerprint, here.ended):
            with pytest.raises(Closed) as closed:
                future.result(SOON)
            assert isinstance(closed.value.__cause__, ModelError)
        with pytest.raises(Closed) as closed:
            here.place()
        assert str(closed.value.__cause__) == "dl_ner: it is broken. Install it anew."
