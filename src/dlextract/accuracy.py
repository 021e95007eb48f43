"""How often the judges are right about each question, counted on papers that their weights had not seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from .errors import ModelError
from .resources import shipped

FILE = "measured.json"
"""The name of the file, in the folder of the weights."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Papers by what they state and what was found: ``stated``/``silent`` papers, and those ``found`` to be so."""

    stated: int = 0
    stated_found: int = 0
    silent: int = 0
    silent_found: int = 0

    @property
    def sensitivity(self) -> float:
        """The share of the papers that state it of which that was found."""
        return self.stated_found / self.stated if self.stated else 0.0

    @property
    def specificity(self) -> float:
        """The share of the papers that do not state it of which that was found."""
        return self.silent_found / self.silent if self.silent else 0.0

    @property
    def accuracy(self) -> float:
        """The share of the papers of which the right thing was found."""
        papers = self.stated + self.silent
        return (self.stated_found + self.silent_found) / papers if papers else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """The counts of each question by its number, over ``papers`` papers."""

    papers: int = 0
    questions: Mapping[int, Counts] | None = None

    def of(self, cq: int) -> Counts:
        """Return the counts of a question, zeros where it was not measured."""
        return (self.questions or {}).get(cq, Counts())


def write_measured(measured: Measured, folder: Path) -> None:
    """Write ``measured`` into the folder of the weights."""
    questions = {str(cq): asdict(counts) for cq, counts in sorted((measured.questions or {}).items())}
    text = json.dumps({"papers": measured.papers, "questions": questions}, indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def read_measured(folder: Path | None = None) -> Measured:
    """Return what was measured of the weights in ``folder`` (None: of those that came with dlextract).

    Raises:
        ModelError: the file is damaged. Where there is none, nothing was measured.
    """
    path = (folder or shipped("models") / "judges") / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        questions = {int(cq): Counts(**counts) for cq, counts in found["questions"].items()}
        return Measured(int(found["papers"]), questions)
    except FileNotFoundError:
        return Measured()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(str(path), f"these figures cannot be read ({error})", "Make them with train judges") from error
