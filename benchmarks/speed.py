"""Measures speed and memory as a user meets them, and prints the figures.

    python benchmarks/speed.py [PDF or folder …] [--rounds N]

Without papers it reads the example. Runs are of three kinds, each in processes of its own: ``--help``; the command line
from a cold start, with compiled patterns kept from an earlier run and without; and one warm process that reads every
paper ``--rounds`` times (medians count). The first column is elapsed time; the second is processor time, which other
work on the machine changes less. Nothing is checked.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "moths.pdf"

WARM = """
import json, resource, sys, time
def now():
    return time.perf_counter(), time.process_time()
def since(then):
    return [b - a for a, b in zip(then, now())]
start = now()
from dlextract import Extractor, PaperError
extractor = Extractor()
papers, rounds = sys.argv[2:], int(sys.argv[1])
extractor.read(papers[0])
ready, seconds, pages, failed = since(start), {}, {}, []
for _ in range(rounds):
    for paper in papers:
        begun = now()
        try:
            pages[paper] = len(extractor.read(paper).paper.pages)
        except PaperError as error:
            failed.append(str(error))
            continue
        seconds.setdefault(paper, []).append(since(begun))
print(json.dumps({"ready": ready, "seconds": list(seconds.values()), "pages": sum(pages.values()),
    "failed": sorted(set(failed)), "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


def spent_by_children() -> float:
    """Return the processor seconds of all processes that this one has started and waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the median of the first and of the second members."""
    first, second = zip(*pairs, strict=True)
    return statistics.median(first), statistics.median(second)


def seconds_of(command: list[str], times: int, environment: dict[str, str]) -> tuple[float, float]:
    """Return the median elapsed and processor seconds of ``command``, run ``times`` times."""
    taken = []
    for _ in range(times):
        begun, spent = time.perf_counter(), spent_by_children()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        taken.append((time.perf_counter() - begun, spent_by_children() - spent))
    return medians(taken)


def row(what: str, *figures: str) -> None:
    """Print one line of the table."""
    print(f"{what:<52}" + "".join(f"{figure:>12}" for figure in figures), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", nargs="*", type=Path, default=[EXAMPLE])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    papers = [pdf for path in arguments.papers for pdf in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])]
    beside = Path(sys.executable).parent / "dlextract"
    command = str(beside) if beside.exists() else shutil.which("dlextract") or sys.exit("dlextract: not installed")
    os.environ.setdefault("OMP_NUM_THREADS", "1")

    machine = f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}"
    row(machine, "elapsed", "processor")
    for what, words, times, more in (
        ("dlextract --help", ["--help"], 9, {}),
        (f"dlextract {EXAMPLE.name}, nothing kept", [str(EXAMPLE)], 3, {"DLEXTRACT_CACHE": "off"}),
        (f"dlextract {EXAMPLE.name}, cold start", [str(EXAMPLE)], 5, {}),
    ):
        taken = seconds_of([command, *words], times, os.environ | more)
        row(f"{what}: median of {times}", *(f"{seconds:.2f} s" for seconds in taken))
    # ru_maxrss is in kilobytes on Linux and in bytes on macOS.
    unit = 1024**2 if sys.platform == "darwin" else 1024
    row("peak memory of one cold run", f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit:.0f} MB")

    script = [sys.executable, "-c", WARM, str(arguments.rounds), *map(str, papers)]
    warm = json.loads(subprocess.run(script, stdout=subprocess.PIPE, text=True, check=True).stdout)
    each = [medians(taken) for taken in warm["seconds"]]
    columns = list(zip(*each, strict=True))
    row("one warm process: start to first paper read", *(f"{seconds:.2f} s" for seconds in warm["ready"]))
    what = f"median paper end to end ({len(each)} papers, {warm['pages']} pages)"
    row(what, *(f"{seconds:.2f} s" for seconds in medians(each)))
    row("slowest paper", *(f"{max(column):.2f} s" for column in columns))
    row("pages per second", *(f"{warm['pages'] / sum(column):.1f}" for column in columns))
    row("peak memory of the warm process", f"{warm['peak'] / unit:.0f} MB")
    for failure in warm["failed"]:
        print(f"not read: {failure}")


if __name__ == "__main__":
    main()
