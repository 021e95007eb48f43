"""Measures bulk runs: speed, memory, hostile files, kills, a full disk, resume.

python benchmarks/bulk.py speed PAPERS...            one worker against two
python benchmarks/bulk.py memory COUNT PAPERS...     what a worker holds over COUNT papers
python benchmarks/bulk.py kill PAPERS...             workers and parents killed at random; same records in the end?
python benchmarks/bulk.py disk PAPERS...             a disk that fills up (needs root for a small tmpfs)
python benchmarks/bulk.py resume COUNT PAPER         COUNT small papers and what the workers hold, then a second run

PAPERS are files and folders. Nothing is written outside a temporary folder.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WORKER_KILLS, PARENT_KILLS = 50, 15

COMMAND = [sys.executable, "-c", "from dlextract.cli import main; main()"]


def start(*arguments: str, first: str = "") -> subprocess.Popen[str]:
    """Start dlextract in a process group of its own; ``first`` is Python that runs before it."""
    *python, code = COMMAND
    return subprocess.Popen(
        [*python, first + code, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(*arguments: str) -> tuple[int, float, str]:
    """Run dlextract; return exit code, seconds and what it said."""
    began = time.monotonic()
    process = start(*arguments)
    _, said = process.communicate()
    if process.returncode == 2 and "cannot start" in said:
        sys.exit(said)
    return process.returncode, time.monotonic() - began, said


def records(path: Path) -> list[str]:
    """Return the lines of an output, sorted."""
    return sorted(path.read_text(encoding="utf-8").split("\n")[:-1])


def children(pid: int) -> list[int]:
    """Return the child processes of ``pid`` (Linux)."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]


@contextmanager
def folder() -> Iterator[Path]:
    """Give a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def processor_seconds() -> float:
    """Return what all finished child processes and their workers have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def speed(papers: list[str]) -> None:
    """Print papers per minute with one and with two workers, twice each in turns.

    The processor time tells what a busy machine hides: it is the same for both if the workers do not hinder each other.
    """
    taken: dict[int, list[float]] = {1: [], 2: []}
    with folder() as place:
        for turn in range(2):
            for jobs in (1, 2):
                out = place / f"{turn}-{jobs}.jsonl"
                before = processor_seconds()
                _, seconds, said = finish(*papers, "-j", str(jobs), "-o", str(out))
                taken[jobs].append(seconds)
                count = len(records(out))
                print(f"{jobs} workers: {count} papers in {seconds:.1f} s, {count * 60 / seconds:.0f} per minute")
                print(f"  {processor_seconds() - before:.1f} s of processor time; {said.splitlines()[0]}")
        assert records(place / "0-1.jsonl") == records(place / "1-2.jsonl"), "one and two workers wrote other records"
    print(f"speed-up {min(taken[1]) / min(taken[2]):.2f} (best of two), record for record the same")


def memory(count: int, papers: list[str]) -> None:
    """Print how much a single worker holds over ``count`` papers."""
    names = [
        str(path)
        for paper in papers
        for path in ([Path(paper)] if Path(paper).is_file() else Path(paper).rglob("*.pdf"))
    ]
    with folder() as place:
        copies = place / "papers"
        copies.mkdir()
        for number in range(count):
            copy = copies / f"{number:05d}.pdf"
            shutil.copyfile(names[number % len(names)], copy)
            with copy.open("ab") as file:
                file.write(b"\n%% %d\n" % number)
        log = place / "log"
        finish(str(copies), "-j", "1", "-o", str(place / "out.jsonl"), "--log", str(log))
        tell_memory(log)


def tell_memory(log: Path) -> None:
    """Print what the workers held after each tenth of the papers in ``log``, and how that grows after the first."""
    held = [json.loads(line).get("memory", 0) / 2**20 for line in log.read_text().splitlines()]
    held = [size for size in held if size]
    step = max(1, len(held) // 10)
    for first in range(0, len(held), step):
        part = held[first : first + step]
        print(
            f"papers {first + 1}-{first + len(part)}: median {statistics.median(part):.0f} MB, most {max(part):.0f} MB"
        )
    rest = held[step:]
    if len(rest) > 1:
        slope = statistics.linear_regression(range(len(rest)), rest).slope * 100
        print(f"slope after the first tenth: {slope:+.3f} MB per 100 papers")


def kill(papers: list[str]) -> None:
    """Kill workers and parents at random moments over one output; compare its records with an undisturbed run.

    It goes on until ``WORKER_KILLS`` and ``PARENT_KILLS`` are reached, reading all papers anew if they are done before.
    """
    dice = random.Random(1)
    workers = parents = 0
    with folder() as place:
        calm, wild = place / "calm.jsonl", place / "wild.jsonl"
        _, seconds, _ = finish(*papers, "-j", "2", "-o", str(calm), "-q")
        print(f"undisturbed: {len(records(calm))} records in {seconds:.0f} s", flush=True)
        pace = max(1.0, finish(papers[0], "-q", "-j", "1")[1] / 5)  # slower machines have to have time to begin
        anew: list[str] = []
        while workers < WORKER_KILLS or parents < PARENT_KILLS:
            process = start(*papers, "-j", "2", "-o", str(wild), "-q", *anew)
            over = time.monotonic() + dice.uniform(10, 25) * pace
            while process.poll() is None and time.monotonic() < over:
                time.sleep(dice.uniform(1, 6) * pace)
                if alive := children(process.pid):
                    with suppress(ProcessLookupError):
                        os.kill(dice.choice(alive), signal.SIGKILL)
                        workers += 1
            done = process.poll() is not None
            if not done:
                process.kill()
                parents += 1
            process.communicate()
            anew = ["--overwrite"] if done else []
            whole = {line.rstrip("\n") for line in wild.open(encoding="utf-8") if line.endswith("\n")}
            print(f"  {workers} workers, {parents} parents killed; {len(whole)} records", flush=True)
        finish(*papers, "-j", "2", "-o", str(wild), "-q")
        held = records(wild)
        names = [(record["paper"]["sha256"], record["paper"]["source"]) for record in map(json.loads, held)]
        print(
            f"{workers} workers and {parents} parents killed: {len(held)} records, {len(held) - len(set(names))} twice"
        )
        print(f"same records as undisturbed: {held == records(calm)}")


def disk(papers: list[str]) -> None:
    """Let a small disk fill up, free it, and go on."""
    with folder() as place:
        calm, small = place / "calm.jsonl", place / "small"
        finish(*papers, "-j", "2", "-o", str(calm), "-q")
        small.mkdir()
        size = calm.stat().st_size
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size * 2}", "tmpfs", str(small)], check=True)
        try:
            (small / "ballast").write_bytes(bytes(size * 3 // 2))
            code, _, said = finish(*papers, "-j", "2", "-o", str(small / "out.jsonl"), "-q")
            print(f"full disk: exit code {code}; {said.splitlines()[-1]}")
            whole = records(small / "out.jsonl")
            print(f"  {len(whole)} records, all whole and right: {set(whole) <= set(records(calm))}")
            (small / "ballast").unlink()
            code, _, _ = finish(*papers, "-j", "2", "-o", str(small / "out.jsonl"), "-q")
            print(f"  after it was freed: same records {records(calm) == records(small / 'out.jsonl')}")
            subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
            code, _, said = finish(*papers, "-o", str(small / "out.jsonl"), "-q")
            print(f"read-only: exit code {code}; {said.splitlines()[-1]}")
        finally:
            subprocess.run(["umount", str(small)], check=True)


def spent(pid: int) -> tuple[float, float]:
    """Return the processor seconds of a process, and those of its children, living and dead (Linux)."""
    ticks = os.sysconf("SC_CLK_TCK")

    def times(one: int) -> list[int]:
        try:
            return [int(word) for word in Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:15]]
        except OSError:
            return [0] * 4

    mine = times(pid)
    return sum(mine[:2]) / ticks, (sum(mine[2:]) + sum(map(sum, map(times, children(pid))))) / ticks


def resume(count: int, paper: str) -> None:
    """Read ``count`` copies of a small paper with a changed word each, then run again."""
    with folder() as place:
        copies = place / "papers"
        copies.mkdir()
        text = Path(paper).read_text(encoding="utf-8")
        names = [copies / f"{number:06d}.txt" for number in range(count)]
        for number, name in enumerate(names):
            name.write_text(f"{text}\n\nThis is copy {number}.\n", encoding="utf-8")
        listed, log, out = place / "list", place / "log", place / "out.jsonl"
        listed.write_text("\n".join(map(str, names)))
        arguments = ["--from-file", str(listed), "-j", "2", "-o", str(out), "--log", str(log)]
        began = time.monotonic()
        process = start(*arguments)
        last = (0, 0.0, 0.0)
        while process.poll() is None:
            time.sleep(0.2)
            done = log.read_bytes().count(b"\n") if log.exists() else 0
            if done == 0:
                last = (0, *spent(process.pid))
            elif done - last[0] >= max(1, count // 10):
                now = (done, *spent(process.pid))
                papers, parent, workers = (one - other for one, other in zip(now, last, strict=True))
                print(
                    f"  papers {last[0] + 1}-{done}: {1000 * parent / papers:.2f} ms of processor time each in the "
                    f"parent, {1000 * workers / papers:.0f} ms in a worker",
                    flush=True,
                )
                last = now
        process.communicate()
        held = [json.loads(line) for line in out.open(encoding="utf-8")]
        seconds, size = time.monotonic() - began, out.stat().st_size
        print(f"{count} papers in {seconds:.0f} s; {size / 2**20:.0f} MB; {len(held)} records")
        print(f"  each once: {len({record['paper']['sha256'] for record in held}) == len(held) == count}")
        tell_memory(log)
        _, seconds, said = finish(*arguments)
        print(f"second run: {seconds:.1f} s; {said.splitlines()[0]}")


def main() -> None:
    """Run one measurement."""
    what, *rest = sys.argv[1:] or ["help"]
    if what in ("speed", "kill", "disk") and rest:
        {"speed": speed, "kill": kill, "disk": disk}[what](rest)
    elif what == "memory" and len(rest) > 1:
        memory(int(rest[0]), rest[1:])
    elif what == "resume" and len(rest) == 2:
        resume(int(rest[0]), rest[1])
    else:
        print(__doc__)


if __name__ == "__main__":
    main()
