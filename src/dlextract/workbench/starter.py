"""A folder to begin with: commented, with one worked example or with the labels to change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import OutputError
from ..knowledge import Knowledge, Pattern
from ..patterns.examples import marked
from .inventory import pattern_of
from .schema import KINDS, MODELINE, schema_text

_HEAD = """\
{modeline}
#
# Your own patterns. They lie on top of the shipped ones:
#   dlextract paper.pdf --patterns {folder}
#   dlextract patterns check {folder}
#
#   LABEL:       a new label, or one that replaces the shipped label of this name
#   LABEL+:      adds to the shipped label: nothing has to be copied
#   LABEL: off   takes the shipped label away
#
# Keys of a label (dlextract patterns show LABEL shows those of a shipped one):
#   about       one line
#   value       how text becomes a value: name, phrase, number, integer, fraction, size, duration, url …
#   terms       names: [A, B], or "Written name: [other spelling, …]"; "Name: off" (only in LABEL+) takes one away
#   rules       regexes by name, in single quotes; the group (?P<value>…) is what is found; %{{number}} is a shared
#               fragment; under examples the sentences that show what a rule is for, as below
#   unless      regexes; where one matches the sentence, it is something else
#   when        regexes; one of them must match the sentence
#   examples    match: sentences with [[what]] is found; ignore: sentences without a find; todo: known gaps
"""

_EXAMPLE = """
# A worked example: how many species the data hold.
SPECIES_COUNT:
  about: Number of species in the data.
  value: integer
  rules:
    counted:
      regex: '(?i)(?<![\\w.,])(?P<value>%{number}) (?:[\\w-]+ ){0,2}species\\b'
      examples:
        match:
          - The recordings hold the songs of [[43]] bird species.
          - We collected images of [[1,204]] plant species in 12 plots.
        ignore:
          - The species lives in 12 countries.
  unless:
    - '(?i)\\bper species\\b'
  examples:
    ignore:
      - At least 50 images per species were taken.
"""


def start(folder: Path, labels: Sequence[str], knowledge: Knowledge) -> list[Path]:
    """Write a folder of own patterns and return its files.

    Args:
        folder: where; it is made if needed, and nothing in it is overwritten.
        labels: labels to change; without any, a worked example is written.

    Raises:
        OutputError: a file is there already, or cannot be written.
        UsageError: there is no such label.
    """
    patterns = [pattern_of(knowledge, label) for label in labels]
    head = _HEAD.format(modeline=MODELINE.format(kind="labels"), folder=folder)
    body = "".join(_stub(pattern) for pattern in patterns) if patterns else _EXAMPLE
    files = {folder / "mine.yaml": head + body}
    files.update({folder / "schema" / f"{kind}.json": schema_text(kind) for kind in KINDS})
    for path in files:
        if path.exists():
            raise OutputError(str(path), "the file is already there", "Name another folder, or remove the file")
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(str(folder), f"the folder cannot be written ({error.strerror})") from error
    return list(files)


def _stub(pattern: Pattern) -> str:
    example = next((e for e in pattern.sentences if e.kind == "match"), None)
    lines = [
        "",
        f"# {pattern.label}: {pattern.about}" if pattern.about else f"# {pattern.label}",
        f"# shipped: {pattern.place}; dlextract patterns show {pattern.label}",
        f"{pattern.label}+:",
        f"  about: {_quoted(pattern.about or pattern.label)}",
    ]
    if pattern.terms or not pattern.rules:
        lines += ["  # terms:", "  #   Written name: [other spelling]"]
    if pattern.rules:
        lines += ["  # rules:", "  #   name: '(?i)… (?P<value>…)'"]
    if example is not None:
        lines += ["  examples:", "    match:", f"      - {_quoted(marked(example.text, example.spans))}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
