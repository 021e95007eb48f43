"""A reader for tests: needs no model and no PDF, and does on command what bad papers do to a process."""

from __future__ import annotations

import gc
import hashlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from dlextract.bulk import memory
from dlextract.errors import ModelError, PaperError
from dlextract.records import Answer, Evidence, Fact, Page, Paper, Searched
from dlextract.report import Failure, Report

POSIX_ONLY = ("fcntl", "resource", "pwd", "grp", "termios")


def report_of(text: str, source: str = "paper.pdf") -> Report:
    """Return a small report: the last word of the first sentence is the GPU that was used."""
    sentence = text.split(".")[0]
    found = sentence.split()[-1]
    start = sentence.rindex(found)
    evidence = Evidence(
        page=1,
        start=start,
        end=start + len(found),
        quote=sentence,
        quote_start=0,
        section="methods",
        found_by="hardware.yaml:GPU",
        boxes=((1.0, 2.0, 3.04, 4.0),),
    )
    return Report(
        paper=Paper(
            source=source,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            text=text,
            title="A title",
            language="en",
            pages=(Page(1, 0, len(text)),),
        ),
        facts=(Fact("f1", "GPU", found, found.upper(), "used", ("training",), "", (("count", 2),), 0.9, (evidence,)),),
        answers=(
            Answer(20, "hardware", "Which hardware?", True, f"{found} (training).", ("f1",), (evidence,), 0.9),
            Answer(
                24, "randomness", "Which seed?", False, "not stated", searched=Searched(("methods",), ("a.yaml:SEED",))
            ),
        ),
        version="0",
        patterns="sha256:0",
        model="none",
    )


def same(report: Report | Failure) -> Report | Failure:
    """Return ``report``: the ``finish`` of tests that look at what the pool brings."""
    return report


def build_fake(*settings: object) -> FakeReader:
    """Return a fake reader, whatever the options say."""
    return FakeReader()


LEAKED: list[bytes] = []


class FakeReader:
    """Obeys the first word of the paper; any other paper is read."""

    fingerprint = ("0", "sha256:0", "none")

    def read(self, source: str | Path, data: bytes | None = None) -> Report:
        text = (Path(source).read_bytes() if data is None else data).decode()
        order, _, rest = text.partition(" ")
        if order == "bad":
            raise PaperError(str(source), "it is bad", "Make it good")
        if order == "mistake":
            raise ValueError("two\nlines")
        if order == "abort":
            os.abort()
        if order == "hang":
            time.sleep(1000)
        if order == "starts":
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
            Path(rest).write_text(str(child.pid))
            time.sleep(1000)
        if order == "grow":
            hoard = []
            while True:
                hoard.append(bytearray(16 << 20))
        if order in ("killed", "aborted") and not Path(rest).exists():
            Path(rest).touch()
            os.kill(os.getpid(), signal.SIGKILL if order == "killed" else signal.SIGABRT)
        if order == "leak":
            LEAKED.append(b"x" * (200 << 20))
        if order == "slow":
            time.sleep(0.3)
        return replace(report_of(text, str(source)), patterns=self.fingerprint[1])


class OtherPatterns(FakeReader):
    """The same after the patterns were edited."""

    fingerprint = ("0", "sha256:1", "none")


class Unable:
    """A reader that cannot be made."""

    def __init__(self) -> None:
        raise ModelError("dl_ner", "it is broken", "Install it anew")


class Dying:
    """A reader whose process dies before it is ready."""

    def __init__(self) -> None:
        os._exit(7)


def mask() -> None:
    """Take away what only POSIX, or only Linux, has."""
    for name in POSIX_ONLY:
        sys.modules[name] = None  # type: ignore[assignment]
    for name in ("sched_getaffinity", "sysconf"):
        delattr(os, name)
    memory.PROC = Path("/nowhere")


class Elsewhere(FakeReader):
    """The fake reader in a process without all that."""

    def __init__(self) -> None:
        mask()


class Collecting(FakeReader):
    """Says whether cycles are collected while it is built, and once it is."""

    def __init__(self) -> None:
        self._before = gc.isenabled()

    @property
    def fingerprint(self) -> tuple[str, str, str]:  # type: ignore[override]
        return str(self._before), str(gc.isenabled()), str(gc.get_freeze_count() > 0)


class Threads(FakeReader):
    """Tells as its fingerprint how many threads the libraries may start."""

    @property
    def fingerprint(self) -> tuple[str, str, str]:  # type: ignore[override]
        return tuple(os.environ[f"{name}_NUM_THREADS"] for name in ("OMP", "OPENBLAS", "MKL"))  # type: ignore[return-value]
