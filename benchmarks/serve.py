"""Measures the service: start, load, overhead. It stands on this machine and is reached by loopback only (Linux).

python benchmarks/serve.py start                    seconds until it answers, and until a first paper could be read
python benchmarks/serve.py load COUNT PAPERS...     16 clients send COUNT papers among bad requests and hang-ups
python benchmarks/serve.py overhead PAPERS...       each paper over HTTP and straight by a worker, by turns

PAPERS are files and folders. Nothing is written outside a temporary folder.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from dlextract import Extractor, Limits
from dlextract.bulk.desk import Desk
from dlextract.bulk.memory import memory_of
from dlextract.serving.problems import CODES

CLIENTS = 16
STARTS = 5
TURNS = 5
COMMAND = [sys.executable, "-c", "from dlextract.cli import main; main()", "serve", "--port", "0"]
MB = 1 << 20
DOCUMENTED = {200, *(status for status, _ in CODES.values())}


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[int, int]]:
    """Run a server and give its process and port."""
    with subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        line = process.stderr.readline()
        if "127.0.0.1:" not in line:
            sys.exit(line)
        yield process.pid, int(line.split("127.0.0.1:")[1].split(".")[0])
        process.send_signal(signal.SIGTERM)
        print(f"stopped with exit code {process.wait()}; it said: {process.stderr.read() or 'nothing'}")


def ask(port: int, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes, str]:
    """Return status, body and Retry-After."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600)) as connection:
        connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers.get("Retry-After", "")


def state(port: int) -> dict[str, Any]:
    """Return what /health says; {} before it answers."""
    with suppress(OSError):
        return dict(json.loads(ask(port, "GET", "/health")[1]))
    return {}


def children(pid: int) -> list[int]:
    """Return the child processes of ``pid``, whichever of its threads started them."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, path.read_text().split())
    return found


def papers_in(names: list[str]) -> list[Path]:
    """Return the papers that ``names`` are or hold."""
    found = [path for name in names for path in (sorted(Path(name).glob("*.[pt][dx][ft]")) or [Path(name)])]
    return [path for path in found if path.is_file()]


def processor(pid: int) -> float:
    """Return the seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start() -> None:
    """Measure starts."""
    answers, spent, ready = [], [], []
    for _ in range(STARTS):
        began = time.monotonic()
        with serving("-j", "1") as (pid, port):
            state(port)
            answers.append(time.monotonic() - began)
            spent.append(processor(pid))
            while state(port)["status"] == "starting":
                time.sleep(0.01)
            ready.append(time.monotonic() - began)
    for what, seconds in (
        ("until it answers", answers),
        ("of processor time in these", spent),
        ("until a worker is ready", ready),
    ):
        print(f"seconds {what}: median {statistics.median(seconds):.2f}, longest {max(seconds):.2f}")


class Load:
    """What the clients do and see."""

    def __init__(self, port: int, papers: list[Path], count: int) -> None:
        self.port, self.papers, self.left = port, papers, count
        self.lock = threading.Lock()
        self.statuses: Counter[int] = Counter()
        self.records: dict[Path, set[bytes]] = {paper: set() for paper in papers}
        self.answered = self.hung_up = 0
        self.problems: list[str] = []

    def work(self, seed: int) -> None:
        """Send papers until there are none left, every few of them with something odd in between."""
        chance = random.Random(seed)
        while True:
            with self.lock:
                if self.left == 0:
                    return
                self.left -= 1
            try:
                self.paper(chance.choice(self.papers))
                self.odd(chance)
            except Exception as error:
                self.problems.append(f"{type(error).__name__}: {error}")

    def paper(self, paper: Path) -> None:
        """Send one paper until it is answered."""
        while True:
            status, body, after = ask(self.port, "POST", f"/papers?name={paper.name}", paper.read_bytes())
            self.note(status, body)
            if status != 429:
                break
            time.sleep(min(float(after), 1.0))
        with self.lock:
            self.answered += 1
            self.records[paper].add(body if status == 200 else str(status).encode())

    def odd(self, chance: random.Random) -> None:
        """Do what a client should not do."""
        kind = chance.randrange(6)
        if kind == 0:
            self.note(*ask(self.port, "POST", "/papers", chance.randbytes(2000))[:2])
        elif kind == 1:
            self.note(*ask(self.port, "POST", "/papers", b"x", Accept="image/png")[:2])
        elif kind == 2:
            self.note(*ask(self.port, "POST", "/papers", b"x" * (51 * MB))[:2])
        elif kind == 3:
            self.note(*ask(self.port, "GET", "/metrics", Host="evil.example")[:2])
        elif kind == 4:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)) as connection:
                connection.request("POST", "/papers", chance.choice(self.papers).read_bytes())
                time.sleep(chance.random())
                self.hung_up += 1

    def note(self, status: int, body: bytes) -> None:
        """Count an answer, and look at what is not as it should be."""
        with self.lock:
            self.statuses[status] += 1
        if status not in DOCUMENTED or (status != 200 and "code" not in json.loads(body)) or b"Traceback" in body:
            self.problems.append(f"{status}: {body[:200]!r}")


def load(count: int, papers: list[Path]) -> None:
    """Let clients loose on a server with few places, and watch its memory."""
    with serving("-j", "2", "--queue", "8") as (pid, port):
        while state(port)["status"] == "starting":
            time.sleep(0.05)
        clients = Load(port, papers, count)
        threads = [threading.Thread(target=clients.work, args=(seed,)) for seed in range(CLIENTS)]
        began, held = time.monotonic(), []
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            held.append((count - clients.left, memory_of(pid), sum(map(memory_of, children(pid)))))
            time.sleep(0.5)
        seconds = time.monotonic() - began
        health = state(port)
    print(f"{clients.answered} of {count} papers answered in {seconds:.0f} s by {CLIENTS} clients")
    print(f"answers by status: {dict(sorted(clients.statuses.items()))}; clients that hung up: {clients.hung_up}")
    print(f"papers with more than one record: {sum(len(found) > 1 for found in clients.records.values())}")
    print(f"waiting and reading at the end: {health['waiting']}, {health['reading']}")
    for part in range(4):
        some = [sizes for done, *sizes in held if part * count <= 4 * done <= (part + 1) * count] or [[0, 0]]
        server, workers = (statistics.mean(sizes) / MB for sizes in zip(*some, strict=True))
        print(f"  memory in quarter {part + 1}: server {server:.0f} MB, workers {workers:.0f} MB")
    print(f"not as documented: {len(clients.problems)}")
    for problem in clients.problems[:10]:
        print(f"  {problem}")


def overhead(papers: list[Path]) -> None:
    """Read each paper over HTTP and by a worker of the same kind, by turns, and compare."""
    pairs: list[float] = []
    spent = Counter[str]()
    with serving("-j", "1") as (pid, port), Desk(Extractor, 1, Limits(), 1) as desk:
        for way in (port, desk):
            _read(way, papers[0])
        for paper in papers:
            for turn in range(TURNS):
                took: dict[str, float] = {}
                for name, way in (("http", port), ("worker", desk))[:: 1 if turn % 2 else -1]:
                    workers = desk.pids if way is desk else children(pid)
                    before, began = processor(pid), time.monotonic()
                    working = sum(map(processor, workers))
                    _read(way, paper)
                    took[name] = time.monotonic() - began
                    spent[name] += sum(map(processor, workers)) - working
                    spent["server"] += (processor(pid) - before) * (name == "http")
                pairs.append(took["http"] / took["worker"] - 1)
    quarters = statistics.quantiles(pairs, n=4)
    print(f"{len(pairs)} pairs: over HTTP a paper takes {statistics.median(pairs):+.1%} (median of pairs)")
    print(f"  half of the pairs lie between {quarters[0]:+.1%} and {quarters[2]:+.1%}")
    each = {name: 1000 * seconds / len(pairs) for name, seconds in spent.items()}
    print(f"processor time of a paper: {each['worker']:.0f} ms straight; over HTTP {each['http']:.0f} ms in the worker")
    print(f"  and {each['server']:.0f} ms in the server: {(each['http'] + each['server']) / each['worker'] - 1:+.1%}")


def _read(way: int | Desk, paper: Path) -> None:
    """Read a paper over HTTP, or as the command line does: a worker opens the file."""
    if isinstance(way, int):
        ask(way, "POST", f"/papers?name={paper.name}", paper.read_bytes())
        return
    with way.place() as place:
        place.ask(str(paper)).result()


def main() -> None:
    """Run one measurement."""
    what, *rest = sys.argv[1:] or ["help"]
    if what == "start":
        start()
    elif what == "load" and len(rest) > 1:
        load(int(rest[0]), papers_in(rest[1:]))
    elif what == "overhead" and rest:
        overhead(papers_in(rest))
    else:
        print(__doc__)


if __name__ == "__main__":
    main()
