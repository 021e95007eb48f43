"""The pool against papers that crash, hang, grow and get their process killed; every wait has a deadline."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_reader import Collecting, Dying, FakeReader, Threads, Unable, report_of, same

from dlextract.bulk.pool import Limits, Pool
from dlextract.bulk.waiting import waited
from dlextract.bulk.worker import Task
from dlextract.errors import DlextractError, ModelError
from dlextract.report import Failure, Report

posix = pytest.mark.skipif(os.name != "posix", reason="signals")
linux = pytest.mark.skipif(sys.platform != "linux", reason="memory limits need Linux")


def read(texts: list[str], jobs: int = 2, limits: Limits | None = None) -> list[Report | Failure]:
    """Read ``texts`` and return the results in their order."""
    tasks = [Task(number, f"{number}.txt", "", text.encode()) for number, text in enumerate(texts)]
    with Pool(FakeReader, same, jobs, limits) as pool:
        dones = list(pool.run(tasks))
    assert sorted(done.task.number for done in dones) == list(range(len(texts)))
    return [done.result for done in sorted(dones, key=lambda done: done.task.number)]


def failure(source: str, kind: str, message: str) -> Failure:
    return Failure(source, "", kind, f"{source}: {message}", *FakeReader.fingerprint)


def test_every_paper_has_its_report() -> None:
    texts = [f"We used GPU{number}." for number in range(9)]
    assert read(texts) == [report_of(text, f"{number}.txt") for number, text in enumerate(texts)]


def test_a_paper_may_take_two_minutes_and_two_gigabytes() -> None:
    assert Limits() == Limits(seconds=120.0, memory=2 << 30)


def test_the_libraries_of_a_worker_start_no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "8")
    with Pool(Threads, same) as pool:
        assert pool.fingerprint() == ("1", "1", "1")


def test_a_worker_collects_cycles_from_its_first_paper_on() -> None:
    with Pool(Collecting, same) as pool:
        assert pool.fingerprint() == ("False", "True", "True")


def test_an_unreadable_paper_and_a_mistake_are_failures() -> None:
    assert read(["bad", "mistake", "We used it."]) == [
        failure("0.txt", "PaperError", "it is bad. Make it good."),
        failure("1.txt", "InternalError", "dlextract made a mistake (ValueError: two lines). Please report it."),
        report_of("We used it.", "2.txt"),
    ]


@posix
def test_a_paper_that_ends_its_process_takes_no_other_along() -> None:
    crash = "reading it ended the process (SIGABRT). Repair the file, or print it to a new PDF."
    assert read(["We used A.", "abort", "We used B.", "We used C."], jobs=1) == [
        report_of("We used A.", "0.txt"),
        failure("1.txt", "Crash", crash),
        report_of("We used B.", "2.txt"),
        report_of("We used C.", "3.txt"),
    ]


def test_a_paper_that_takes_too_long_is_ended() -> None:
    late = "it takes longer than 0.5 s. Raise --timeout, or leave the file out."
    assert read(["hang", "We used B."], limits=Limits(seconds=0.5)) == [
        failure("0.txt", "TimeLimit", late),
        report_of("We used B.", "1.txt"),
    ]


def test_waiting_for_a_processor_is_no_time_that_a_paper_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    monkeypatch.setattr("dlextract.bulk.process.waited", lambda pid: time.monotonic() - began)
    assert read(["slow We used A."], limits=Limits(seconds=0.05)) == [report_of("slow We used A.", "0.txt")]


def test_a_pause_of_all_or_of_the_caller_is_no_time_that_a_paper_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    now, leap = time.monotonic, 0
    monkeypatch.setattr(time, "monotonic", lambda: now() + leap)
    texts = [f"slow We used GPU{number}." for number in range(6)]
    results = {}
    with Pool(FakeReader, same, 3, Limits(seconds=30)) as pool:
        for done in pool.run(Task(number, f"{number}.txt", "", text.encode()) for number, text in enumerate(texts)):
            results[done.task.number] = done.result
            leap += 1000
    assert results == {number: report_of(text, f"{number}.txt") for number, text in enumerate(texts)}


def test_what_linux_says_about_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlextract.bulk.waiting.PROC", tmp_path)
    (tmp_path / "17").mkdir()
    (tmp_path / "17" / "schedstat").write_text("1000 2500000000 3\n")
    (tmp_path / "18").mkdir()
    (tmp_path / "18" / "schedstat").write_text("")
    assert [waited(pid) for pid in (17, 18, 19)] == [2.5, 0.0, 0.0]


@linux
def test_a_paper_that_needs_too_much_memory_is_ended() -> None:
    much = "it needs more than 300 MB of memory. Raise --memory, or read fewer papers at once with -j."
    assert read(["grow", "We used B."], jobs=1, limits=Limits(memory=300 << 20)) == [
        failure("0.txt", "MemoryLimit", much),
        report_of("We used B.", "1.txt"),
    ]


@linux
def test_a_worker_that_keeps_much_memory_is_replaced() -> None:
    with Pool(FakeReader, same, 1, Limits(memory=400 << 20)) as pool:
        tasks = [Task(number, "x", "", text) for number, text in enumerate((b"We used A.", b"leak", b"We used C."))]
        first, second, third = pool.run(tasks)
        assert pool.replaced == 1
    assert first.memory < 100 << 20 < second.memory
    assert third.memory < 100 << 20


@posix
@pytest.mark.parametrize("order", ["killed", "aborted"])
def test_a_paper_whose_worker_died_for_another_reason_is_read_again(order: str, tmp_path: Path) -> None:
    text = f"{order} {tmp_path / 'once'}"
    assert read(["We used A.", text], jobs=1)[1] == report_of(text, "1.txt")


def test_a_known_failure_needs_no_worker() -> None:
    known = failure("0.txt", "PaperError", "no such file.")
    with Pool(FakeReader, same) as pool:
        assert [done.result for done in pool.run([Task(0, "0.txt", known=known)])] == [known]


def test_a_reader_that_cannot_be_made_is_said_once() -> None:
    with Pool(Unable, same) as pool, pytest.raises(ModelError, match=r"^dl_ner: it is broken\. Install it anew\.$"):
        list(pool.run([]))


def test_workers_that_die_at_their_start_are_not_replaced_for_ever() -> None:
    with Pool(Dying, same) as pool, pytest.raises(DlextractError, match=r"die before they are ready \(exit code 7\)"):
        list(pool.run([]))


def test_an_error_of_the_caller_is_raised() -> None:
    def tasks() -> Iterator[Task]:
        yield Task(0, "0.txt", "", b"We used A.")
        raise KeyError("mine")

    with Pool(FakeReader, same) as pool, pytest.raises(KeyError, match="mine"):
        list(pool.run(tasks()))


def test_tasks_are_taken_only_a_little_ahead() -> None:
    taken = []

    def tasks() -> Iterator[Task]:
        for number in range(100):
            taken.append(number)
            yield Task(number, "0.txt", "", b"We used A.")

    with Pool(FakeReader, same, jobs=2) as pool:
        run = pool.run(tasks())
        for _ in range(5):
            next(run)
        assert len(taken) <= 5 + 2 * 2 + 1
        run.close()


@pytest.mark.parametrize(("size", "ahead"), [(10, 5), (60, 3), (1000, 2)])
def test_the_more_data_tasks_bring_the_fewer_are_taken_ahead(
    size: int, ahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dlextract.bulk.pool.PLACE", 50)
    taken = []

    def tasks() -> Iterator[Task]:
        for number in range(20):
            taken.append(number)
            yield Task(number, "0.txt", "", b"We used A".ljust(size - 1) + b".")

    done = 0
    with Pool(FakeReader, same, jobs=2) as pool:
        for _ in pool.run(tasks()):
            done += 1
            assert len(taken) <= done + ahead
    assert done == 20


@posix
def test_the_stop_flag_interrupts_and_ends_the_workers() -> None:
    stop = threading.Event()
    with Pool(FakeReader, same, 2, stop=stop) as pool:
        run = pool.run([Task(0, "0.txt", "", b"We used A."), Task(1, "1.txt", "", b"hang")])
        next(run)
        pids = pool.pids
        stop.set()
        began = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            next(run)
    assert time.monotonic() - began < 5
    assert pids
    assert not any(_alive(pid) for pid in pids)


@posix
@pytest.mark.slow
def test_papers_survive_workers_that_are_killed_all_the_time() -> None:
    texts = [f"slow We used GPU{number}." for number in range(12)]
    kills = 0
    with Pool(FakeReader, same, jobs=2) as pool:
        over = threading.Event()

        def kill() -> None:
            nonlocal kills
            while not over.wait(0.7):
                for pid in pool.pids[kills % 2 :][:1]:
                    os.kill(pid, signal.SIGKILL)
                    kills += 1

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            dones = list(pool.run(Task(number, "x", "", text.encode()) for number, text in enumerate(texts)))
        finally:
            over.set()
            killer.join()
    assert kills
    assert sorted(done.task.number for done in dones) == list(range(12))
    assert all(isinstance(done.result, Report) for done in dones)


@posix
def test_what_a_worker_has_started_ends_with_it(tmp_path: Path) -> None:
    [late] = read([f"starts {tmp_path / 'pid'}"], limits=Limits(seconds=2))
    assert isinstance(late, Failure) and late.kind == "TimeLimit"
    _until(lambda: not _alive(int((tmp_path / "pid").read_text())))


@posix
@pytest.mark.parametrize("order", ["hang", "starts"])
def test_no_process_outlives_a_parent_that_is_killed(order: str, tmp_path: Path) -> None:
    started = tmp_path / "pid"
    script = f"""
        import sys, time
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from fake_reader import FakeReader
        from dlextract.bulk.pool import Pool
        from dlextract.bulk.worker import Task
        pool = Pool(FakeReader, print, 1).__enter__()
        pool.fingerprint()
        print(*pool.pids, flush=True)
        list(pool.run([Task(0, "0.txt", "", b"{order} {started}")]))
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pids = [int(parent.stdout.readline())]
    if order == "starts":
        _until(lambda: started.exists() and started.read_text() != "")
        pids.append(int(started.read_text()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _until(lambda: not any(map(_alive, pids)))


def test_a_script_without_a_main_guard_can_use_it(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from fake_reader import FakeReader
        from dlextract import read_many
        print([report.facts[0].text for report in read_many([{str(tmp_path / "a.txt")!r}], FakeReader, jobs=1)])
        """)
    )
    (tmp_path / "a.txt").write_text("We used A.")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("['A']\n", "")


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return not Path("/proc/self").exists()
    return state != "Z"


def _until(condition: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "too late"
        time.sleep(0.02)
