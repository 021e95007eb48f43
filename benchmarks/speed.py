"""Measures speed and memory as a user meets them, and prints the figures; nothing is checked.

    python benchmarks/speed.py [PDF or folder …] [--sample N] [--rounds N] [--growth] [--memory N] [--workers] [--all]

Without papers it reads the example, of many only ``--sample``, spread evenly over them: a dozen take a few minutes.
First the command line from a cold start, with and without what earlier runs kept. Then one warm process reads each
paper ``--rounds`` times, and beside it, in turn, pdfium alone and what else is installed of pypdf and pdfplumber: the
ratios say more than the seconds, which depend on the machine and on what else it does. Times are processor time unless
a line says otherwise; of the rounds the median counts.

``--growth``: pages of the papers joined into longer and longer ones, and how steeply the time grows from stage to stage
(1 is linear). ``--memory N``: what a process holds after 1 … N papers. ``--workers``: the papers read by one and by two
processes, and what a process costs before its first paper. ``--all``: all three, memory after 500 papers.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from reading import load_only

for library in ("OMP", "OPENBLAS", "MKL", "BLIS"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

EXAMPLE = Path(__file__).parents[1] / "examples" / "moths.pdf"
LENGTHS = (10, 20, 40, 80)
MEGABYTE = 1024**2 if sys.platform == "darwin" else 1024
"""What ``ru_maxrss`` counts in: bytes on macOS, kilobytes on Linux."""


def row(what: str, *figures: str) -> None:
    """Print one line of a table."""
    print(f"{what:<52}" + "".join(f"{figure:>13}" for figure in figures), flush=True)


# ---------------------------------------------------------------- the command line


def spent_by_children() -> float:
    """Return the processor seconds of all processes that this one has started and waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def seconds_of(command: list[str], times: int, environment: dict[str, str]) -> tuple[float, float]:
    """Return the median elapsed and processor seconds of ``command``, run ``times`` times."""
    taken = []
    for _ in range(times):
        begun, spent = time.perf_counter(), spent_by_children()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        taken.append((time.perf_counter() - begun, spent_by_children() - spent))
    elapsed, processor = zip(*taken, strict=True)
    return statistics.median(elapsed), statistics.median(processor)


def starts() -> dict[str, float]:
    """Print what the command line takes from a cold start, with bytecode in its place as pip leaves it.

    Return the processor seconds of each line.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    package = str(Path(find_spec("dlextract").origin or "").parent)  # type: ignore[union-attr]
    subprocess.run([sys.executable, "-m", "compileall", "-q", package], env=environment, check=False)
    beside = Path(sys.executable).parent / "dlextract"
    command = str(beside) if beside.exists() else shutil.which("dlextract") or sys.exit("dlextract: not installed")
    row("", "elapsed", "processor")
    spent_on = {}
    with tempfile.TemporaryDirectory() as kept:
        for what, words, times, cache in (
            ("dlextract --help", ["--help"], 5, kept),
            (f"dlextract {EXAMPLE.name}, nothing kept", [str(EXAMPLE)], 1, "off"),
            (f"dlextract {EXAMPLE.name}, the first time", [str(EXAMPLE)], 1, kept),
            (f"dlextract {EXAMPLE.name}, later", [str(EXAMPLE)], 3, kept),
        ):
            taken = seconds_of([command, *words], times, environment | {"DLEXTRACT_CACHE": cache})
            row(f"{what}: median of {times}", *(f"{seconds:.2f} s" for seconds in taken))
            spent_on[what] = taken[1]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTE
    row("peak memory of one cold run", "", f"{peak:.0f} MB")
    return spent_on


# ---------------------------------------------------------------- one warm process


def by_pypdf(path: Path) -> None:
    """Read the text with pypdf."""
    from pypdf import PdfReader

    for page in PdfReader(path).pages:
        page.extract_text()


def by_pdfplumber(path: Path) -> None:
    """Read the text with pdfplumber."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


def spent(work: Callable[[Path], Any], path: Path) -> float:
    """Return the processor seconds that ``work`` takes on a paper."""
    begun = time.process_time()
    work(path)
    return time.process_time() - begun


def read_all(extractor: Any, papers: Sequence[Path], rounds: int) -> float:
    """Print seconds and ratios of a warm process; return the median seconds of a paper."""
    from dlextract import PaperError, to_dict

    ways: dict[str, Callable[[Path], Any]] = {
        "pdfium: pages and their text": lambda path: load_only(path.read_bytes()),
        "dlextract: reading": extractor.paper,
        "dlextract: end to end, to its JSON line": lambda path: json.dumps(to_dict(extractor.read(path))),
    }
    floor, _, whole = ways
    others = {name: work for name, work in (("pypdf", by_pypdf), ("pdfplumber", by_pdfplumber)) if find_spec(name)}
    taken: dict[str, list[float]] = {name: [] for name in (*ways, *others)}
    pages = []
    for path in papers:
        try:
            extractor.read(path)
        except PaperError as error:
            print(f"not read: {error}")
            continue
        pages.append(load_only(path.read_bytes()))
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, work in ways.items():
                times[name].append(spent(work, path))
        for name, seconds in times.items():
            taken[name].append(statistics.median(seconds))
        for name, work in others.items():
            taken[name].append(spent(work, path))
    row(f"{len(pages)} papers, {sum(pages)} pages", "s/paper", "ms/page", "× pdfium", "range")
    for name, seconds in taken.items():
        ratios = [one / least for one, least in zip(seconds, taken[floor], strict=True)]
        figures = statistics.median(seconds), 1000 * sum(seconds) / sum(pages), statistics.median(ratios)
        spread = f"{min(ratios):.1f}-{max(ratios):.1f}"
        row(name, f"{figures[0]:.3f}", f"{figures[1]:.1f}", f"{figures[2]:.1f}", spread)
    ordered = sorted(taken[whole])
    row("end to end, 90th percentile of papers", f"{ordered[int(0.9 * len(ordered))]:.3f}")
    row("a million such papers, hours of one core", f"{sum(ordered) / len(ordered) / 3600 * 1e6:.0f}")
    return statistics.median(ordered)


# ---------------------------------------------------------------- growth


def joined(papers: Sequence[Path], pages: int, folder: Path) -> Path:
    """Return a PDF of so many pages of the papers, the same again where there are not so many."""
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    for path in cycle(papers):
        source = pypdfium2.PdfDocument(path)
        made.import_pages(source, list(range(min(len(source), pages - len(made)))))
        source.close()
        if len(made) >= pages:
            break
    file = folder / f"{pages}.pdf"
    made.save(file)
    made.close()
    return file


def stages_of(extractor: Any, path: Path) -> Iterator[tuple[str, float]]:
    """Yield the stages of reading a paper, each with its processor seconds."""
    begun = time.process_time()

    def lap(what: str) -> tuple[str, float]:
        nonlocal begun
        last, begun = begun, time.process_time()
        return what, begun - last

    paper = extractor.paper(path)
    yield lap("reading")
    doc = extractor.make_doc(paper)
    yield lap("words")
    for name, part in extractor.nlp.pipeline:
        doc = part(doc)
        yield lap(name.removeprefix("dlextract_"))
    decided = extractor.decide(doc, paper)
    yield lap("facts")
    extractor.report(decided, paper)
    yield lap("answers")


def growth(extractor: Any, papers: Sequence[Path]) -> None:
    """Print how the time of each stage grows with the number of pages."""
    with tempfile.TemporaryDirectory() as folder:
        taken = []
        for pages in LENGTHS:
            file = joined(papers, pages, Path(folder))
            rounds = [dict(stages_of(extractor, file)) for _ in range(2)]
            taken.append({name: min(one[name] for one in rounds) for name in rounds[0]})
    row("seconds for so many pages", *map(str, LENGTHS), "exponent")
    for name in (*taken[0], "all stages"):
        seconds = [sum(one.values()) if name == "all stages" else one[name] for one in taken]
        steep = math.log2(max(seconds[-1], 1e-6) / max(seconds[-3], 1e-6)) / 2
        row(name, *(f"{one:.3f}" for one in seconds), f"{steep:.2f}")


# ---------------------------------------------------------------- memory and workers


def held() -> float:
    """Return how many megabytes this process holds; at most so far where the system does not say."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def memory(extractor: Any, papers: Sequence[Path], number: int) -> None:
    """Print what the process holds after so many papers, the same ones again where there are not so many."""
    from dlextract import PaperError

    marks = sorted({1, 10, 50, number, *range(100, number, 100)})
    held_after = {}
    row("papers read", "held")
    for count, path in enumerate(islice(cycle(papers), number), 1):
        try:
            extractor.read(path)
        except PaperError:
            continue
        finally:
            if count in marks:
                held_after[count] = held()
                row(str(count), f"{held_after[count]:.0f} MB")
    row("at most", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE:.0f} MB")
    if number > 50:
        row(f"after {number} papers, × after 50", f"{held_after[number] / held_after[50]:.2f}")


def workers(extractor: Any, papers: Sequence[Path], seconds: float) -> None:
    """Print what one and two processes take for the papers; ``seconds`` is what one paper takes a warm process."""
    taken = []
    for jobs in (1, 2):
        begun, used = time.perf_counter(), spent_by_children()
        for _ in extractor.read_many(papers, jobs=jobs):
            pass
        taken.append((time.perf_counter() - begun, spent_by_children() - used))
    row(f"{len(papers)} papers, read by processes", "elapsed", "processor")
    for jobs, figures in enumerate(taken, 1):
        row(f"{jobs} process{'es' if jobs > 1 else ''}", *(f"{figure:.2f} s" for figure in figures))
    row("speed-up; as idle cores would give it", *(f"{n * a / b:.2f}" for n, a, b in zip((1, 2), *taken, strict=True)))
    row("start of a worker, in papers", "", f"{(taken[1][1] - taken[0][1]) / seconds:.1f}")


def spread(papers: Sequence[Path], number: int) -> list[Path]:
    """Return so many of the papers, evenly from the first to the last; all if there are no more."""
    few = min(number, len(papers))
    return [papers[(2 * place + 1) * len(papers) // (2 * few)] for place in range(few)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", nargs="*", type=Path, default=[EXAMPLE])
    parser.add_argument("--sample", type=int, default=12, metavar="N")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--memory", type=int, default=0, metavar="N")
    parser.add_argument("--workers", action="store_true")
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    if arguments.all:
        arguments.growth = arguments.workers = True
        arguments.memory = arguments.memory or 500
    papers = [pdf for path in arguments.papers for pdf in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])]
    papers = spread(papers, arguments.sample)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}")
    started = starts()
    from dlextract import Extractor

    extractor = Extractor()
    seconds = read_all(extractor, papers, arguments.rounds)
    for what, taken in started.items():
        row(f"{what}: in papers", f"{taken / seconds:.1f}")
    if arguments.growth:
        growth(extractor, papers)
    if arguments.memory:
        memory(extractor, papers, arguments.memory)
    if arguments.workers:
        workers(extractor, papers, seconds)


if __name__ == "__main__":
    main()
