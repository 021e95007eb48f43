"""What Windows and macOS do not have, masked: the pool and the lock work without it."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fake_reader import POSIX_ONLY, Elsewhere, report_of, same

from dlextract.bulk import memory
from dlextract.bulk.ledger import Ledger
from dlextract.bulk.lock import lock
from dlextract.bulk.memory import memory_of
from dlextract.bulk.pool import Limits, Pool
from dlextract.bulk.worker import Task
from dlextract.errors import OutputError
from dlextract.report import Failure


@pytest.fixture
def masked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in POSIX_ONLY:
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("sched_getaffinity", "sysconf"):
        monkeypatch.delattr(os, name, raising=False)
    monkeypatch.setattr(memory, "PROC", Path("/nowhere"))


@pytest.mark.usefixtures("masked")
@pytest.mark.skipif(os.name != "posix", reason="masks what POSIX has")
@pytest.mark.parametrize(
    ("order", "limits", "kind"),
    [
        ("abort", Limits(60, 400 << 20), "Crash"),
        ("grow", Limits(60, 400 << 20), "MemoryLimit"),
        ("hang", Limits(2, 400 << 20), "TimeLimit"),
    ],
)
def test_the_pool_reads_and_its_limits_hold(order: str, limits: Limits, kind: str) -> None:
    texts = ["We used A.", order, "We used B."]
    tasks = [Task(number, f"{number}.txt", "", text.encode()) for number, text in enumerate(texts)]
    with Pool(Elsewhere, same, 2, limits) as pool:
        first, second, third = (done.result for done in sorted(pool.run(tasks), key=lambda done: done.task.number))
    assert isinstance(second, Failure)
    assert (first, second.kind, third) == (report_of("We used A.", "0.txt"), kind, report_of("We used B.", "2.txt"))


@pytest.mark.skipif(os.name != "posix", reason="asks ps")
def test_memory_is_known_without_proc(monkeypatch: pytest.MonkeyPatch) -> None:
    known = memory_of(os.getpid())
    monkeypatch.setattr(memory, "PROC", Path("/nowhere"))
    assert memory_of(os.getpid()) == pytest.approx(known, rel=0.1)
    assert known > 10 << 20
    assert memory_of(2**22 + 1) == 0


class Kernel:
    """What of kernel32.dll is used. ``held`` are the handles whose byte is locked."""

    held: set[int] = set()  # noqa: RUF012

    def __init__(self, name: str, use_last_error: bool = False) -> None:
        assert name == "kernel32"
        self.OpenProcess = lambda rights, inherit, pid: 7 if pid == 42 else None
        self.CloseHandle = lambda handle: None

    def K32GetProcessMemoryInfo(self, process: Any, counters: Any, size: int) -> int:
        assert (process.value, size) == (7, 72)
        counters._obj.working_set = 5 << 20
        return 1

    def LockFile(self, handle: Any, low: int, high: int, size: int, more: int) -> int:
        assert (low, high, size, more) == (0, 1 << 30, 1, 0)
        if self.held:
            return 0
        self.held.add(handle.value)
        return 1


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(get_osfhandle=lambda number: number))
    monkeypatch.setattr(ctypes, "WinDLL", Kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 33, raising=False)
    monkeypatch.setattr(Kernel, "held", set())


@pytest.mark.usefixtures("windows")
def test_the_memory_that_windows_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (memory._windows(42), memory._windows(43)) == (5 << 20, 0)


@pytest.mark.usefixtures("windows")
def test_the_lock_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.jsonl"
    with Ledger(path), pytest.raises(OutputError, match="another dlextract is writing it"):
        Ledger(path)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 1)  # a network drive without locks
    with Ledger(path):
        pass


@pytest.mark.usefixtures("masked")
def test_without_any_lock_everybody_is_let_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msvcrt", None)
    with (tmp_path / "file").open("ab") as file:
        assert lock(file)
