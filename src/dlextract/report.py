"""What comes of one paper: a report, a failure, or another paper of the same content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches

from .errors import UsageError
from .records import Answer, Contradiction, Fact, Paper


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """One paper, read: the facts and the answers, with what read it (version and fingerprints).

    ``also`` are ids of facts that no question asks for: those of a user's own labels, and what the authors used of
    labels that are ``also`` shown. ``contradictions`` are what the paper says twice, differently. ``print(report)``
    shows one line, a notebook the answer sheet, which ``sheet`` makes as HTML.
    """

    paper: Paper
    facts: tuple[Fact, ...]
    answers: tuple[Answer, ...]
    warnings: tuple[str, ...] = ()
    version: str = ""
    patterns: str = ""
    model: str = ""
    also: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    sheet: Callable[[Report], str] | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        stated = sum(answer.stated for answer in self.answers)
        title = f" {self.paper.title!r}" if self.paper.title else ""
        return (
            f"<Report {self.paper.source}{title}: {stated} of {len(self.answers)} questions answered,"
            f" {len(self.facts)} facts>"
        )

    def _repr_html_(self) -> str | None:
        """Return the answer sheet, as a notebook shows it; None where nothing makes one."""
        return self.sheet(self) if self.sheet else None

    def answer(self, question: int | str) -> Answer:
        """Return the answer to a question, by its number or name.

        Raises:
            UsageError: there is no such question.
        """
        for answer in self.answers:
            if question in (answer.cq, str(answer.cq), answer.question):
                return answer
        raise UsageError(f"question {question!r}", "there is none", _known(str(question), self.answers))

    def facts_of(self, label: str, *statuses: str) -> tuple[Fact, ...]:
        """Return the facts of a label, in the order of the report.

        Args:
            label: in any case, for example ``GPU``.
            statuses: only facts of these statuses (``used``, ``searched``, ``mentioned``, ``negated``); all if none.
        """
        return tuple(
            fact for fact in self.facts if fact.label == label.upper() and (not statuses or fact.status in statuses)
        )


def _known(word: str, answers: tuple[Answer, ...]) -> str:
    near = get_close_matches(word, [answer.question for answer in answers], n=1, cutoff=0.75)
    if near:
        return f"Did you mean {near[0]!r}?"
    numbers = [answer.cq for answer in answers]
    return f"Questions are {min(numbers)} to {max(numbers)}" if numbers else ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A paper that could not be read.

    ``kind`` is ``PaperError`` (the file itself), ``TimeLimit``, ``MemoryLimit``, ``Crash`` (the reading process died)
    or ``InternalError`` (a mistake in dlextract). ``message`` is one line: what is wrong, and what to do.
    """

    source: str
    sha256: str
    kind: str
    message: str
    version: str = ""
    patterns: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A paper whose file has the content of another one, ``first``, which has a report or failure of its own."""

    source: str
    sha256: str
    first: str


Outcome = Report | Failure | Duplicate
"""What comes of one paper."""
