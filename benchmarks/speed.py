"""Measures speed and memory as a user meets them, and prints the figures.

    python benchmarks/speed.py [PDF or folder …] [--rounds N]

Without papers it reads the example. Runs are of three kinds, each in processes of its own: ``--help``; the command line
from a cold start, with compiled patterns kept from an earlier run and without; and one warm process that reads every
paper ``--rounds`` times (the median per paper counts, so that other work on the machine matters little). Times are
wall-clock seconds; nothing is checked.
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
start = time.perf_counter()
from dlextract import Extractor, PaperError
extractor = Extractor()
papers, rounds = sys.argv[2:], int(sys.argv[1])
extractor.read(papers[0])
ready, seconds, pages, failed = time.perf_counter() - start, {}, {}, []
for _ in range(rounds):
    for paper in papers:
        begun = time.perf_counter()
        try:
            pages[paper] = len(extractor.read(paper).paper.pages)
        except PaperError as error:
            failed.append(str(error))
            continue
        seconds.setdefault(paper, []).append(time.perf_counter() - begun)
print(json.dumps({"ready": ready, "seconds": seconds, "pages": pages, "failed": sorted(set(failed)),
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


def seconds_of(command: list[str], times: int, environment: dict[str, str]) -> list[float]:
    """Return how long ``command`` takes, ``times`` times, sorted."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - begun)
    return sorted(taken)


def row(what: str, figure: str) -> None:
    print(f"{what:<52}{figure:>12}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", nargs="*", type=Path, default=[EXAMPLE])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    papers = [pdf for path in arguments.papers for pdf in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])]
    beside = Path(sys.executable).parent / "dlextract"
    command = str(beside) if beside.exists() else shutil.which("dlextract") or sys.exit("dlextract: not installed")
    os.environ.setdefault("OMP_NUM_THREADS", "1")

    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}")
    for what, words, times, cache in (
        ("dlextract --help", ["--help"], 9, {}),
        (f"dlextract {EXAMPLE.name}, without cache", [str(EXAMPLE)], 3, {"DLEXTRACT_CACHE": "off"}),
        (f"dlextract {EXAMPLE.name}, cold start", [str(EXAMPLE)], 5, {}),
    ):
        taken = seconds_of([command, *words], times, os.environ | cache)
        row(f"{what}: median of {times}", f"{statistics.median(taken):.2f} s")
    # ru_maxrss is in kilobytes on Linux and in bytes on macOS.
    unit = 1024**2 if sys.platform == "darwin" else 1024
    row("peak memory of one cold run", f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit:.0f} MB")

    script = [sys.executable, "-c", WARM, str(arguments.rounds), *map(str, papers)]
    warm = json.loads(subprocess.run(script, capture_output=True, text=True, check=True).stdout)
    medians = {paper: statistics.median(taken) for paper, taken in warm["seconds"].items()}
    pages = sum(warm["pages"].values())
    row("one warm process: start to first paper read", f"{warm['ready']:.2f} s")
    row(
        f"median paper end to end ({len(medians)} papers, {pages} pages)",
        f"{statistics.median(medians.values()):.2f} s",
    )
    row("slowest paper", f"{max(medians.values()):.2f} s")
    row("pages per second", f"{pages / sum(medians.values()):.1f}")
    row("peak memory of the warm process", f"{warm['peak'] / unit:.0f} MB")
    for failure in warm["failed"]:
        print(f"not read: {failure}")


if __name__ == "__main__":
    main()
