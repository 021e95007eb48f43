"""Attacks dlextract with odd files, outputs that vanish, mutated papers, odd characters and a crafted cache.

python benchmarks/attacks.py files                   pipes, devices, links, holes and odd names in a folder
python benchmarks/attacks.py output PAPERS...        the output deleted, then replaced, during a run
python benchmarks/attacks.py mutate COUNT PAPERS...  papers with bytes changed, cut, doubled and put in
python benchmarks/attacks.py texts COUNT             random texts of every kind of character
python benchmarks/attacks.py formats PAPER           odd characters and formulas through every format
python benchmarks/attacks.py cache PAPER             files of the cache damaged, crafted and of another owner
python benchmarks/attacks.py load PAPER              a machine with ten times the work it can do
python benchmarks/attacks.py shm PAPER               no /dev/shm (needs root)

Each says what came out and ends with exit code 1 if something was lost, doubled or believed. Nothing is written
outside a temporary folder, nothing but this machine is used; kills and full disks are in bulk.py, times in growth.py.
"""

from __future__ import annotations

import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bulk import COMMAND, finish, folder, records, start
from dlextract.cache import _FORMAT, _checksum

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
    """An output that is deleted or replaced during the run has all records in the end."""
    good = True
    with folder() as place:
        calm = place / "calm.jsonl"
        finish(*papers, "-o", str(calm), "-j", "1", "-q")
        for name in ("deleted", "replaced"):
            out, old = place / f"{name}.jsonl", place / "old.jsonl"
            process = start(*papers, "-o", str(out), "-j", "1", "-q")
            while process.poll() is None and not (out.exists() and out.read_bytes().count(b"\n")):
                time.sleep(0.01)
            old.write_bytes(out.read_bytes().partition(b"\n")[0] + b"\n")
            out.unlink() if name == "deleted" else old.replace(out)
            process.communicate()
            told = f"exit code {process.returncode}, {len(records(out)) if out.exists() else 0} records"
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


def many(count: int, make: Callable[[random.Random], bytes], suffix: str) -> bool:
    """Read ``count`` made papers: each has one record, none is a crash or mistake of ours."""
    dice = random.Random(7)
    with folder() as place:
        odd = place / "papers"
        odd.mkdir()
        for number in range(count):
            (odd / f"{number:05d}{suffix}").write_bytes(make(dice))
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
        return check(f"odd inputs {suffix}", whole and not bad, told)


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
        for form in ("text", "json", "jsonl", "csv", "md", "html", "sqlite", "xlsx", "parquet"):
            code, _, said = finish("export", str(out), "-f", form, "-o", str(place / f"x.{form}"))
            good &= check(form, code == 0, said.strip())
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
        cells = [cell for sheet in load_workbook(place / "x.xlsx") for row in sheet.iter_rows() for cell in row]
        good &= check("xlsx has no formula", not [cell for cell in cells if cell.data_type == "f"], len(cells))
        tables = sorted((place / "x.parquet").glob("*.parquet"))
        return check("parquet can be read", all(parquet.read_table(path) is not None for path in tables)) and good


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
            whole = [Path(paper).read_bytes() for paper in papers]
            good = many(int(count), lambda dice: mutated(dice.choice(whole), dice), ".pdf")
        case ["texts", count]:
            good = many(int(count), text, ".txt")
        case [("formats" | "cache" | "load" | "shm") as name, paper]:
            good = {"formats": formats, "cache": cache, "load": load, "shm": shm}[name](paper)
        case _:
            sys.exit(__doc__)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
