"""Which labels a model is to mark, and which of them each file of paragraphs speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import ModelError, UsageError
from ..evaluation.paragraphs import LABELS, AnnotatedParagraph, read_corpus
from ..knowledge import LABEL

_OPTION = "--labels"


def wanted_labels(given: str, usual: Sequence[str], base: str = "") -> tuple[str, ...]:
    """Return the labels that ``given`` asks for: those alone, or after a ``+`` those beside the ``usual`` ones.

    Raises:
        UsageError: one is no label, or the model ``base`` would have to forget some.
    """
    if not given:
        return tuple(usual)
    names = [name.strip() for name in given.removeprefix("+").split(",")]
    for name in names:
        if not LABEL.fullmatch(name):
            raise UsageError(_OPTION, f"{name!r} is no name of a label", "Write capitals, digits and _: +CAMERA")
    labels = tuple(dict.fromkeys([*usual, *names] if given.startswith("+") else names))
    if base and (left := [label for label in usual if label not in labels]):
        what = f"{base} marks {', '.join(left)}, too"
        raise UsageError(_OPTION, what, f"Write {_OPTION} +{','.join(names)}, or start without --base")
    return labels


def read_for(
    corpora: Iterable[Path], labels: tuple[str, ...], known: Collection[str] = (), marked: Sequence[str] = ()
) -> tuple[list[AnnotatedParagraph], list[str]]:
    """Return the paragraphs of files for a model that is to mark ``labels``, and sentences for the user.

    Where there are labels of the user's own, a file that marks a label nowhere, and does not name its labels, says
    nothing about this label, if other files mark it or the model has ``known`` it before. ``marked`` are
    labels beside the usual ones that may stand in the files, too.

    Raises:
        ModelError: a file cannot be read, or no file marks one of the labels of the user's own.
    """
    others = tuple(label for label in dict.fromkeys((*LABELS, *marked)) if label not in labels)
    files = [(path, read_corpus(path, (*labels, *others))) for path in corpora]
    named = [{span.label for p in paragraphs for span in (*p.spans, *p.optional)} for _, paragraphs in files]
    anywhere = set(known).union(*named)
    for label in labels:
        if label not in anywhere and label not in LABELS:
            raise ModelError(str(files[0][0]), f"no paragraph marks {label}", f'Mark some: [start, end, "{label}"]')
    own = not set(labels) <= set(LABELS)
    read: list[AnnotatedParagraph] = []
    notes: list[str] = []
    for (path, paragraphs), here in zip(files, named, strict=True):
        silent = [label for label in labels if own and label not in here and label in anywhere]
        if silent and not all(p.named for p in paragraphs):
            what = f"{path}: no paragraph marks {', '.join(silent)}; taken as not annotated with them"
            notes.append(f'{what}. Where there are none, name the labels in each line: "labels": [...].')
        for p in paragraphs:
            complete = p.complete.intersection(labels) - (frozenset() if p.named else frozenset(silent))
            spans = tuple(span for span in p.spans if span.label in labels)
            read.append(replace(p, spans=spans, complete=complete))
    return read, notes
