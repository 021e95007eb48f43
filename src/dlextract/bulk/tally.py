"""What a run did, counted: for the progress line, the summary and the exit code."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..bibliography import NO_CATALOGUE, Catalogue
from ..report import Duplicate, Failure, Outcome
from ..writing import EVERYTHING, Selection, dump_line, to_dict

SLOWEST = 10
MOST_LINES = 10
"""Papers of which the same is said one by one."""


@dataclass(frozen=True, slots=True)
class Finished:
    """One record, ready to be written, with what is counted about it;

    ``stated`` are names of answered questions; ``first`` is the paper of the same content, which has the record.
    """

    line: bytes
    source: str
    error: str = ""
    message: str = ""
    stated: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    first: str = ""


@dataclass(frozen=True, slots=True)
class Finish:
    """Turns reports into records, where the paper was read: the selected part of each, as one line.

    What ``catalogue`` says about a paper wins over what was read.
    """

    selection: Selection = EVERYTHING
    catalogue: Catalogue = NO_CATALOGUE

    def __call__(self, report: Outcome) -> Finished:
        record = self.selection.apply(self.catalogue.apply(to_dict(report)))
        line = dump_line(record)
        if isinstance(report, Failure):
            return Finished(line, report.source, report.kind, report.message)
        if isinstance(report, Duplicate):
            return Finished(line, report.source, first=report.first)
        answers = {f"{answer['cq']} {answer['question']}": answer["stated"] for answer in record["answers"]}
        stated = tuple(name for name, yes in answers.items() if yes)
        return Finished(line, record["paper"]["source"], stated=stated, questions=tuple(answers))


@dataclass(slots=True)
class Tally:
    """Counts of one run.

    ``failed`` holds the messages by error class; ``before`` were done by an earlier run, ``elsewhere`` belong to other
    shards, ``duplicates`` are sources, each with the one of the same content. ``linked`` are folders that are links.
    """

    read: int = 0
    failed: dict[str, list[str]] = field(default_factory=dict)
    before: int = 0
    failed_before: int = 0
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    elsewhere: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    linked: int = 0
    replaced: int = 0
    seconds: float = 0.0
    stated: Counter[str] = field(default_factory=Counter)
    _slowest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, finished: Finished, seconds: float) -> None:
        """Count one paper that was read or failed just now."""
        if finished.first:
            self.duplicates.append((finished.source, finished.first))
            return
        if finished.error:
            self.failed.setdefault(finished.error, []).append(finished.message)
        else:
            self.read += 1
            self.stated.update({name: name in finished.stated for name in finished.questions})
        keep = heapq.heappush if len(self._slowest) < SLOWEST else heapq.heappushpop
        keep(self._slowest, (seconds, finished.source))

    @property
    def failures(self) -> int:
        """Papers that failed in this run."""
        return sum(map(len, self.failed.values()))

    @property
    def done(self) -> int:
        """Papers that are dealt with, in whatever way."""
        return self.read + self.failures + self.before + self.elsewhere + len(self.duplicates)

    @property
    def exit_code(self) -> int:
        """0 if no paper failed in this run, 1 if some did, 3 if all did and no earlier run on the output read any."""
        good = self.read + self.before - self.failed_before
        return 0 if not self.failures else 1 if good else 3

    def headline(self) -> str:
        """Return the counts in one line."""
        parts = [f"{self.read} read"]
        for count, what in (
            (self.failures, "failed"),
            (self.before, "done before" + (f" (of these {self.failed_before} failed)" if self.failed_before else "")),
            (len(self.duplicates), "duplicates by content"),
            (self.elsewhere, "left to other shards"),
            (sum(self.skipped.values()), "files skipped that are no PDF" + _suffixes(self.skipped)),
            (self.linked, "folders behind links not entered"),
            (self.replaced, "workers replaced"),
        ):
            if count:
                parts.append(f"{count} {what}")
        rate = f", {self.read * 60 / self.seconds:.0f} papers/min" if self.read and self.seconds > 1 else ""
        return f"{'; '.join(parts)} in {duration(self.seconds)}{rate}"

    def summary(self) -> Iterator[str]:
        """Yield the lines of the summary after a run over several papers."""
        yield self.headline()
        for kind, messages in sorted(self.failed.items()):
            yield f"{kind} ({len(messages)}):"
            yield from (f"  {line}" for line in _by_kind(messages))
        if self.duplicates:
            yield f"Duplicates ({len(self.duplicates)}):"
            some = [f"  {source} has the content of {first}" for source, first in self.duplicates[:MOST_LINES]]
            yield from some
            if len(some) < len(self.duplicates):
                yield f"  and {len(self.duplicates) - len(some)} more"
        if self.read > 1:
            yield "Slowest:"
            yield from (f"  {seconds:6.1f} s  {source}" for seconds, source in sorted(self._slowest, reverse=True))
            yield f"Answered in {self.read} papers:"
            for name, count in sorted(self.stated.items(), key=lambda item: int(item[0].split()[0])):
                yield f"  {count:6d}  {name}"


def duration(seconds: float) -> str:
    """Return ``seconds`` as people say it: 4.2 s, 3:07 min, 12:00:00 h."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes}:{rest:02d} min"
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d} h"


def _by_kind(messages: list[str]) -> Iterator[str]:
    """Yield the messages of failures in order; very many that say the same of several papers are one line."""
    kinds: dict[str, list[str]] = {}
    for message in sorted(messages):
        source, colon, what = message.partition(": ")
        kinds.setdefault(what if colon else message, []).append(source)
    for what, sources in sorted(kinds.items(), key=lambda item: item[1][0]):
        if len(sources) <= MOST_LINES or what == sources[0]:
            yield from (f"{source}: {what}" if what != source else source for source in sources)
        else:
            yield f"{', '.join(sources[:3])} and {len(sources) - 3} more: {what}"


def _suffixes(skipped: Counter[str]) -> str:
    names = [f"{count} {suffix or 'without suffix'}" for suffix, count in skipped.most_common(3)]
    return f" ({', '.join(names)}{', …' if len(skipped) > 3 else ''})"
