"""Works out what a wheel holds of the shipped patterns (``prepared``); run when the wheel is built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import needs, regexes
from .extractor import Extractor
from .finding.parameter_names import Headings
from .finding.setting_names import SettingNames
from .knowledge import Knowledge
from .patterns import remembered
from .patterns.loading import make_knowledge, read_files, without_examples

_HEADING = "1 Unheard of"
"""A heading of no known role: those of all roles are looked for in it."""


def prepare(patterns: Path, folder: Path) -> tuple[Path, ...]:
    """Write what is worked out of the folder ``patterns``, the shipped one, into ``folder``; return the files.

    These are the knowledge, the words that its regexes need of a text, and the regexes themselves: those that are
    looked for, and all others that reading the sentences of the patterns takes.
    """
    files = read_files([patterns])
    knowledge = make_knowledge(files)
    looked_for = list(_looked_for(knowledge))
    words = [text for text in knowledge.words.values() if isinstance(text, str)]
    text = "\n\n".join((_HEADING, *dict.fromkeys(_sentences(knowledge))))
    Extractor(model="none").read_text(text)
    return (
        remembered.prepare(folder, without_examples(knowledge), [file.shown for file in files]),
        needs.prepare(folder, [*looked_for, *words]),
        regexes.prepare(folder, [*looked_for, *words]),
    )


def _looked_for(knowledge: Knowledge) -> Iterator[str]:
    yield from (rule.regex for pattern in knowledge.patterns.values() for rule in pattern.rules)
    yield from (cue.regex for cue in knowledge.cues)
    yield from (question.options.things for question in knowledge.questions if question.options.things)
    yield from SettingNames(knowledge).regexes
    yield from Headings(knowledge).regexes


def _sentences(knowledge: Knowledge) -> Iterator[str]:
    yield from (example.text for pattern in knowledge.patterns.values() for example in pattern.sentences)
    yield from (example.text for cue in knowledge.cues for example in cue.examples)
    yield from (example.text for question in knowledge.questions for example in question.examples)
