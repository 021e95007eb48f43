"""The spaCy component that gives each sentence the odds that it answers each question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..doc_keys import JUDGED
from ..resources import shipped
from .bench import Judges, load_judges
from .segments import segments_of

SHIPPED = "judges"
"""Folder of the shipped weights in ``models/``."""


class SentenceJudge:
    """Scores the sentences of a Doc for each question.

    Args:
        judges: with their weights; None for none.
    """

    def __init__(self, judges: Judges | None = None) -> None:
        self.judges = judges

    def use(self, judges: Judges) -> None:
        """Score with ``judges`` from now on."""
        self.judges = judges

    def __call__(self, doc: Any) -> Any:
        """Leave the sentences and their scores in ``doc.user_data[JUDGED]``."""
        if self.judges is not None:
            lines = segments_of(doc)
            scores = self.judges.weights.scores(lines) if lines else None
            doc.user_data[JUDGED] = (tuple(lines), scores)
        return doc

    def to_disk(self, path: Path, exclude: Any = ()) -> None:
        """Keep the weights with a saved pipeline."""
        if self.judges is not None:
            from .weights import save

            save(self.judges.weights, Path(path))

    def from_disk(self, path: Path, exclude: Any = ()) -> SentenceJudge:
        """Take the weights of a saved pipeline."""
        self.judges = load_judges(Path(path))
        return self

    def initialize(self, get_examples: Callable[[], Any], *, nlp: Any = None) -> None:
        """Nothing to prepare: ``dlextract train judges`` makes the weights."""


def judges_in(folder: Path) -> Judges | None:
    """Return the judges with the weights in ``folder``; None where none are shipped.

    Raises:
        ModelError: the folder holds no weights, or those of another version.
    """
    if folder == shipped("models") / SHIPPED and not folder.is_dir():
        return None
    return load_judges(folder)
