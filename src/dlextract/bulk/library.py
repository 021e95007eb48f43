"""Many papers from Python."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..report import Failure, Outcome, Report
from .inputs import find, task_of
from .pool import Limits, Pool, cores
from .worker import Reader, Task

__all__ = ["Limits", "read_many"]


def read_many(
    papers: str | Path | Iterable[str | Path],
    build: Callable[[], Reader],
    *,
    jobs: int | None = None,
    limits: Limits | None = None,
    ordered: bool = True,
) -> Iterator[Report | Failure]:
    """Yield a report for each paper, or a failure where it cannot be read; no paper stops the others.

    Papers are read in processes of their own, which end with the iterator.

    Args:
        papers: files, folders, globs and ZIP archives, or one of these; read lazily, so it may be long.
        build: makes the reader in each process; it must be picklable, for example ``Extractor`` itself.
        jobs: papers read side by side; all cores if None.
        limits: seconds and memory that one paper may take.
        ordered: in the order of ``papers``; otherwise as they are done.
    """
    if isinstance(papers, str | Path):
        papers = [papers]
    held: dict[int, Report | Failure] = {}
    turn = 0
    with Pool(build, _as_it_is, jobs or cores(), limits) as pool:
        for done in pool.run(_tasks(papers, pool.fingerprint())):
            if not ordered:
                yield done.result
                continue
            held[done.task.number] = done.result
            while turn in held:
                yield held.pop(turn)
                turn += 1


def _as_it_is(report: Outcome) -> Outcome:
    return report


def _tasks(papers: Iterable[str | Path], maker: tuple[str, str, str]) -> Iterator[Task]:
    for number, found in enumerate(find(os.fspath(paper) for paper in papers)):
        yield task_of(number, found, maker)
