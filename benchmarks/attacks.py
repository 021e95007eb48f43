"""Attacks dlextract with odd files, vanishing outputs, mutated papers, odd characters, crafted checklists and caches.

python benchmarks/attacks.py files                   pipes, devices, links, holes and odd names in a folder
python benchmarks/attacks.py output PAPERS...        the output deleted, replaced and changed during a run
python benchmarks/attacks.py mutate COUNT PAPERS...  papers of any kind with bytes changed, cut, doubled and put in
python benchmarks/attacks.py texts COUNT             random texts of every kind of character
python benchmarks/attacks.py formats PAPER           odd characters and formulas through every format
python benchmarks/attacks.py lists PAPER             crafted checklists, and what is no file
python benchmarks/attacks.py cache PAPER             files of the cache damaged, crafted and of another owner
python benchmarks/attacks.py versions TREE PAPER     a cache shared with the checkout of another version
python benchmarks/attacks.py load PAPER              a machine with ten times the work it can do
python benchmarks/attacks.py clock PAPERS...         clocks that leap
python benchmarks/attacks.py freeze PAPERS...        all processes stopped for longer than a paper may take
python benchmarks/attacks.py nodes PAPERS...         nodes of a Ray cluster that die (needs the extra ray)
python benchmarks/attacks.py shm PAPER               no /dev/shm (needs root)

Each says what came out and ends with exit code 1 if something was lost, doubled or believed. Nothing is written
outside a temporary folder, nothing but this machine is used; kills and full disks are in bulk.py, times in growth.py.
"""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bulk import COMMAND, children, finish, folder, records, start
from dlextract.cache import _FORMAT, _checksum
from dlextract.writing.formats import FORMATS

ODD = "=1+1|\u2028\u202e\x00\x1b[31m\ud800 é <script>"


def sources(path: Path) -> list[str]:
    """Return the papers of an output."""
    return sorted(json.loads(line)["paper"]["source"] for line in records(path))


def check(name: str, good: bool, told: object = "") -> bool:
    """Print one line about one attack."""
    print(f"{'held' if good else 'FELL'}  {name}{f': {told}' if told != '' else ''}", flush=True)
    return good


def files() -> bool:
    """Every odd thing in a folder has one record, and the run ends."""
    with folder() as place:
        odd = place / "papers"
        odd.mkdir()
        os.mkfifo(odd / "pipe.pdf")
        (odd / "zero.pdf").symlink_to("/dev/zero")
        (odd / "self.pdf").symlink_to("self.pdf")
        (odd / "gone.pdf").symlink_to("nowhere")
        (odd / "loop").symlink_to(".", target_is_directory=True)
        (odd / "folder.pdf").mkdir()
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(odd / "s.pdf"))
        with (odd / "hole.pdf").open("wb") as file:
            file.truncate(30 << 30)
        (odd / "empty.pdf").touch()
        (odd / ("n" * 250 + ".pdf")).write_bytes(b"%PDF-")
        (odd / "new\nline.pdf").write_bytes(b"%PDF-")
        (odd / os.fsdecode(b"latin-\xe9.pdf")).write_bytes(b"%PDF-1.4 ")
        out = place / "out.jsonl"
        code, seconds, said = finish(str(odd), "-o", str(out), "-j", "1", "--timeout", "20")
        server.close()
        told = f"exit code {code} after {seconds:.0f} s, {len(records(out))} records"
        good = check("odd files in a folder", code == 3 and len(set(sources(out))) == len(records(out)) >= 9, told)
        return check("no line of the summary is forged", "\nline.pdf" not in said) and good


def output(papers: list[str]) -> bool:
    """An output that is deleted, replaced or changed during the run has all records in the end."""
    good = True
    with folder() as place:
        calm = place / "calm.jsonl"
        finish(*papers, "-o", str(calm), "-j", "1", "-q")
        for name in ("deleted", "replaced", "cut"):
            out, old = place / f"{name}.jsonl", place / "old.jsonl"
            process = start(*papers, "-o", str(out), "-j", "1", "-q")
            while process.poll() is None and not (out.exists() and out.read_bytes().count(b"\n")):
                time.sleep(0.01)
            old.write_bytes(out.read_bytes().partition(b"\n")[0] + b"\n")
            if name == "cut":  # as editors do that write into the file
                out.write_bytes(old.read_bytes()[:-20])
            else:
                out.unlink() if name == "deleted" else old.replace(out)
            process.communicate()
            code, had = process.returncode, len(records(out)) if out.exists() else 0
            if code == 2:
                finish(*papers, "-o", str(out), "-j", "1", "-q")
            told = f"exit code {code}, {had} records"
            good &= check(f"output {name}", out.exists() and records(out) == records(calm), told)
    return good


def mutated(data: bytes, dice: random.Random) -> bytes:
    """Return ``data`` with one to eight changes."""
    body = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        at, size = dice.randrange(len(body)), int(dice.expovariate(1 / 40)) + 1
        change = dice.randrange(6)
        if change == 0:
            body[at] ^= 1 << dice.randrange(8)
        elif change == 1:
            del body[at : at + size]
        elif change == 2:
            body[at:at] = body[at : at + size * 20]
        elif change == 3:
            body[at : at + size] = dice.randbytes(size)
        elif change == 4:
            body[at:at] = str(dice.choice([-1, 0, 2**31 - 1, 2**32, 10**12])).encode()
        elif len(body) > 2000 and not dice.randrange(4):
            del body[at:]
        body = body or bytearray(b"%PDF-")
    return bytes(body)


def many(count: int, make: Callable[[random.Random], tuple[bytes, str]]) -> bool:
    """Read ``count`` made papers (content and suffix): each has one record, none is a crash or mistake of ours."""
    dice = random.Random(7)
    with folder() as place:
        odd = place / "papers"
        odd.mkdir()
        for number in range(count):
            data, suffix = make(dice)
            (odd / f"{number:05d}{suffix}").write_bytes(data)
        out = place / "out.jsonl"
        names = place / "list"
        names.write_text("\n".join(map(str, sorted(odd.iterdir()))))
        _, seconds, _ = finish("--from-file", str(names), "-o", str(out), "-j", "2", "--timeout", "60")
        held = [json.loads(line) for line in records(out)]
        kinds = Counter(record.get("error", {}).get("type", "read") for record in held)
        told = f"{count} inputs, {dict(kinds)}, {seconds:.0f} s"
        bad = [record["error"] for record in held if record.get("error", {}).get("type") in ("Crash", "InternalError")]
        for error in bad[:5]:
            print("     ", error["message"])
        whole = sources(out) == sorted(map(str, odd.iterdir()))
        return check("odd inputs", whole and not bad, told)


def text(dice: random.Random) -> bytes:
    """Return a random text."""
    kinds = [(32, 127), (0, 32), (0xA0, 0x250), (0x370, 0x400), (0x2000, 0x2070), (0x4E00, 0x4F00), (0xE000, 0xE100),
             (0x1D400, 0x1D500), (0xD800, 0xE000), (0x0, 0x10FFFF)]  # fmt: skip
    parts = []
    for _ in range(dice.randint(1, 30)):
        first, last = dice.choice(kinds)
        word = "".join(chr(dice.randrange(first, last)) for _ in range(dice.randint(1, 12)))
        parts.append(dice.choice([word, word * dice.randint(1, 50), "learning rate of ", "ImageNet ", "\n\n", "0.1, "]))
    codec = dice.choice(["utf-8", "utf-8", "utf-16", "latin-1"])
    return "".join(parts).encode(codec, "surrogatepass" if codec != "latin-1" else "replace")


def formats(paper: str) -> bool:
    """Odd characters in every text of a record come through every format."""
    good = True
    with folder() as place:
        out = place / "out.jsonl"
        finish(paper, "-o", str(out), "-q")
        record = json.loads(records(out)[0])

        def spoiled(value: object) -> object:
            if isinstance(value, dict):
                return {key: spoiled(item) for key, item in value.items()}
            if isinstance(value, list):
                return [spoiled(item) for item in value]
            return ODD + value if isinstance(value, str) else value

        for part in ("facts", "answers"):
            record[part] = [
                {key: spoiled(item) if key in ("value", "text", "evidence") else item for key, item in one.items()}
                for one in record[part]
            ]
        record["paper"] |= {"title": ODD, "source": ODD + ".pdf"}
        out.write_text(json.dumps(record, separators=(",", ":")) + "\n")
        for form in FORMATS:
            code, _, said = finish("export", str(out), "-f", form, "-o", str(place / f"x.{form}"))
            good &= check(form, code == 0, said.strip())
        for command in ("audit", "summary"):
            code, _, said = finish(command, str(out), "-o", str(place / f"{command}.html"))
            page = (place / f"{command}.html").read_text(encoding="utf-8").lower() if code == 0 else "<script>"
            good &= check(f"{command} as HTML", "é <script>" not in page, f"exit code {code} {said.strip()}")
        lines = (place / "x.jsonl").read_text(encoding="utf-8")
        good &= check(
            "a line of JSONL is a line for everybody", len(lines.splitlines()) == 1 == len(lines.split("\n")) - 1
        )
        with (place / "x.csv").open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        good &= check("csv has no formula", not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")], len(cells))
        with sqlite3.connect(place / "x.sqlite") as base:
            good &= check("sqlite is whole", base.execute("pragma integrity_check").fetchone() == ("ok",))
        if not good:
            return False
        html = (place / "x.html").read_text(encoding="utf-8")
        good &= check("html has no tag of the text", "<script>" not in html.replace("<script>\n", ""))
        try:
            from openpyxl import load_workbook
            from pyarrow import parquet
        except ImportError:
            return good
        for table in ("wide", "all"):
            finish("export", str(out), "--table", table, "-o", str(place / f"{table}.xlsx"))
            book = load_workbook(place / f"{table}.xlsx")
            found = [cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row]
            good &= check(f"xlsx has no formula, table {table}", "f" not in found, len(found))
        tables = sorted((place / "x.parquet").glob("*.parquet"))
        return check("parquet can be read", all(parquet.read_table(path) is not None for path in tables)) and good


def lists(paper: str) -> bool:
    """A crafted checklist is read, or refused with one line; what is no file is not opened."""
    head = "checklist:\n  title: T\n  reference: R\n  groups: {g: G}\n\n"
    item = (
        "x:\n  number: '1'\n  group: g\n  ask: Is it told?\n  needs:\n    rate: LEARNING_RATE\n"
        "  examples:\n    silent: ['We trained a network on images of moths.']\n"
    )
    slow = item.replace("LEARNING_RATE", "{labels: [LEARNING_RATE], value: '^((\\d|\\.)+)+x$'}")
    crafted: dict[str, tuple[bytes, int]] = {
        "aliases": ((head + "a: &a [1]\nb: [*a, *a]\n").encode(), 2),
        "code": ((head + "x: !!python/object/apply:os.system ['echo gone']\n").encode(), 2),
        "a slow regex": ((head + slow).encode(), 0),
        "20,000 brackets": ((head + "x: " + "[" * 20000 + "]" * 20000).encode(), 2),
        "60 MB": ((head + "# " + "z" * 60_000_000).encode(), 2),
        "a long line": ((head + item.replace("Is it", "y" * 3_000_000)).encode(), 0),
        "a zero byte": ((head + item.replace("told", "t\0ld")).encode(), 2),
        "Latin-1": ((head + item.replace("told", "t\xf6ld")).encode("latin1"), 2),
        "a lone surrogate": ((head + item.replace("Is it told?", '"\\ud800"')).encode(), 2),
        "nothing": (b"", 2),
        "a scalar": (b"42", 2),
    }
    good = True
    with folder() as place:
        odd = {name: (place / f"{number}.yaml", code) for number, (name, (_, code)) in enumerate(crafted.items())}
        for name, (path, _) in odd.items():
            path.write_bytes(crafted[name][0])
        for name in ("pipe", "device", "link to itself", "folder"):
            odd[f"a {name}"] = (place / f"{name}.yaml", 2)
        os.mkfifo(place / "pipe.yaml")
        (place / "device.yaml").symlink_to("/dev/zero")
        (place / "link to itself.yaml").symlink_to("link to itself.yaml")
        (place / "folder.yaml").mkdir()
        for name, (path, code) in odd.items():
            command = [*COMMAND, "audit", paper, "--checklist", str(path)]
            done = subprocess.run(command, capture_output=True, timeout=300, check=False)
            told = done.stderr.decode(errors="replace")
            good &= check(
                f"checklist: {name}", done.returncode == code and "Traceback" not in told and b"gone" not in done.stdout
            )
    return good


def sealed(name: str, body: bytes) -> bytes:
    """Return what the file ``name`` of the cache holds, as dlextract would write it."""
    return _FORMAT + _checksum(name, body) + b"\n" + body


def cache(paper: str) -> bool:
    """Whatever stands in the cache, the records are those without one."""
    good = True
    with folder() as place:
        kept = place / "cache"
        os.environ["DLEXTRACT_CACHE"] = str(kept)

        def lines(name: str) -> list[str]:
            finish(paper, "-o", str(place / f"{name}.jsonl"), "-q", "-j", "1")
            return records(place / f"{name}.jsonl")

        fresh = lines("fresh")
        whole = {path: path.read_bytes() for path in kept.iterdir()}
        crafted: dict[str, Callable[[bytes], bytes]] = {
            "emptied": lambda data: b"",
            "cut": lambda data: data[: len(data) // 2],
            "one bit": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
            "of another format": lambda data: b"[\xff\xff\xff\x7f" * 100,
        }
        for name, change in crafted.items():
            for path, data in whole.items():
                path.write_bytes(change(data))
            good &= check(f"cache {name}", lines(name) == fresh)
        for name, body in (("deep", b"[" * 10**6), ("other things", b"[1]"), ("long numbers", b"9" * 10**6)):
            for path in whole:
                path.write_bytes(sealed(path.name, body))
            good &= check(f"cache of {name}, with a right checksum", lines(name) == fresh)
        for path, data in whole.items():
            path.write_bytes(sealed(path.name, data.split(b"\n", 2)[2].replace(b"ResNet", b"EvlNet")))
            path.chmod(0o666)
        good &= check("cache that others may write", lines("open") == fresh)
    return good


def versions(tree: str, paper: str) -> bool:
    """Two versions that share a cache, in turns and at once, have the records that each has without one."""
    with folder() as place:

        def begin(other: bool, kept: str, out: Path) -> subprocess.Popen[bytes]:
            path = {"PYTHONPATH": str(Path(tree, "src"))} if other else {}
            command = [*COMMAND, paper, "-o", str(out), "--fresh", "-q", "-j", "1"]
            return subprocess.Popen(command, env={**os.environ, **path, "DLEXTRACT_CACHE": kept})

        def held(other: bool, kept: str) -> list[str]:
            out = place / f"{other}.jsonl"
            begin(other, kept, out).wait()
            return records(out)

        alone = [held(False, "off"), held(True, "off")]
        good = check("two versions are two", alone[0] != alone[1])
        kept = str(place / "cache")
        for turn in range(2):
            for other in (True, False):
                good &= check(
                    f"turn {turn + 1} of {'the other' if other else 'this'}", held(other, kept) == alone[other]
                )
        kept = str(place / "other")
        outs = [place / "a.jsonl", place / "b.jsonl", place / "c.jsonl", place / "d.jsonl"]
        for process in [begin(bool(number % 2), kept, out) for number, out in enumerate(outs)]:
            process.wait()
        return check("at once", [records(out) for out in outs] == alone * 2) and good


def load(paper: str) -> bool:
    """A paper ends in the same record on an idle machine and on one with ten times the work it can do."""
    with folder() as place:
        _, alone, _ = finish(paper, "-o", str(place / "alone.jsonl"), "-q", "-j", "1")
        burners = [
            subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(10 * (os.cpu_count() or 1))
        ]
        try:
            limit = f"{alone:.1f}"
            code, busy, said = finish(paper, "-o", str(place / "b.jsonl"), "-q", "-j", "1", "--timeout", limit)
        finally:
            for burner in burners:
                burner.kill()
        told = f"{alone:.1f} s alone, {busy:.1f} s under load with --timeout {limit}, exit code {code} {said.strip()}"
        return check("loaded machine", records(place / "alone.jsonl") == records(place / "b.jsonl"), told)


LEAPS = """
import random, threading, time
dice, now, since, leap = random.Random(1), time.time, time.monotonic, [0.0, 0.0]
time.time, time.monotonic = lambda: now() + leap[0], lambda: since() + leap[1]
def leaps():
    while True:
        time.sleep(0.3)
        leap[:] = [dice.uniform(-1e9, 1e9), leap[1] + 1000]
threading.Thread(target=leaps, daemon=True).start()
"""
"""Clocks that leap three times a second: the one of the day there and back, the other one ahead."""


def clock(papers: list[str]) -> bool:
    """Clocks that leap change no record."""
    with folder() as place:
        calm, out = place / "calm.jsonl", place / "out.jsonl"
        finish(*papers, "-o", str(calm), "-q", "-j", "2")
        process = start(*papers, "-o", str(out), "-q", "-j", "2", "--log", str(place / "log"), first=LEAPS)
        said = process.communicate()[1]
        return check(
            "clocks that leap", records(calm) == records(out), f"exit code {process.returncode} {said.strip()}"
        )


def freeze(papers: list[str]) -> bool:
    """A run whose processes all stand still for a while goes on as if nothing had been."""
    limit, pause = 10, 15
    with folder() as place:
        calm, out = place / "calm.jsonl", place / "out.jsonl"
        limits = ["-q", "-j", "2", "--timeout", str(limit)]
        finish(*papers, "-o", str(calm), *limits)
        process = start(*papers, "-o", str(out), *limits)
        frozen = 0
        while process.poll() is None:
            time.sleep(0.5)
            if frozen < 2 and out.exists() and out.read_bytes().count(b"\n") > frozen:
                frozen += 1
                # First only the parent, as Ctrl-Z does, then all.
                pids = [process.pid, *(children(process.pid) if frozen > 1 else ())]
                for pid in pids:
                    os.kill(pid, signal.SIGSTOP)
                time.sleep(pause)
                for pid in pids:
                    os.kill(pid, signal.SIGCONT)
        said = process.communicate()[1]
        told = f"{frozen} times {pause} s with --timeout {limit}, exit code {process.returncode} {said.strip()}"
        return check("stopped processes", frozen == 2 and records(calm) == records(out), told)


def nodes(papers: list[str]) -> bool:
    """Papers on nodes that die are read on the others."""
    os.environ["RAY_agent_register_timeout_ms"] = "300000"  # noqa: SIM112 (else nodes of a busy machine end themselves)
    from ray.cluster_utils import Cluster

    with folder() as place:
        calm, out = place / "calm.jsonl", place / "out.jsonl"
        finish(*papers, "-o", str(calm), "-q", "-j", "2")
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
        alive = [cluster.add_node(num_cpus=1) for _ in range(2)]
        try:
            process = start(*papers, "-o", str(out), "-q", "--engine", "ray", "--address", cluster.address)
            lost = 0
            while process.poll() is None:
                time.sleep(0.2)
                if lost < 3 and out.exists() and out.read_bytes().count(b"\n") > lost * len(papers) // 4:
                    cluster.remove_node(alive.pop(0), allow_graceful=False)
                    alive.append(cluster.add_node(num_cpus=1))
                    lost += 1
            said = process.communicate()[1]
        finally:
            cluster.shutdown()
        told = f"{lost} times one of two nodes killed and replaced, exit code {process.returncode} {said.strip()}"
        return check("nodes that die", lost == 3 and records(calm) == records(out), told)


def shm(paper: str) -> bool:
    """A system without /dev/shm gives the same records."""
    with folder() as place:
        finish(paper, "-o", str(place / "a.jsonl"), "-q")
        hide = (
            f"mount --bind -o ro {place} /dev/shm && mount -o remount,bind,ro /dev/shm && ! touch /dev/shm/x && exec "
        )
        command = [*COMMAND, paper, "-o", str(place / "b.jsonl"), "-q"]
        done = subprocess.run(["unshare", "-m", "sh", "-c", hide + '"$@"', "-", *command], check=False)
        return check("no /dev/shm", done.returncode == 0 and records(place / "a.jsonl") == records(place / "b.jsonl"))


def main(arguments: list[str]) -> int:
    """Run one attack."""
    match arguments:
        case ["files"]:
            good = files()
        case ["output", *papers] if papers:
            good = output(papers)
        case ["mutate", count, *papers] if papers:
            whole = [(Path(paper).read_bytes(), Path(paper).suffix) for paper in papers]

            def changed(dice: random.Random) -> tuple[bytes, str]:
                data, suffix = dice.choice(whole)
                return mutated(data, dice), suffix

            good = many(int(count), changed)
        case ["texts", count]:
            good = many(int(count), lambda dice: (text(dice), ".txt"))
        case ["versions", tree, paper]:
            good = versions(tree, paper)
        case [("clock" | "freeze" | "nodes") as name, *papers] if papers:
            good = {"clock": clock, "freeze": freeze, "nodes": nodes}[name](papers)
        case [("formats" | "lists" | "cache" | "load" | "shm") as name, paper]:
            good = {"formats": formats, "lists": lists, "cache": cache, "load": load, "shm": shm}[name](paper)
        case _:
            sys.exit(__doc__)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
