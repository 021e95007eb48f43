"""Turns annotated paragraphs into spaCy examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from dlextract.errors import ModelError
from dlextract.evaluation.paragraphs import AnnotatedParagraph
from dlextract.pipeline.tagger import OPEN, SHARES
from dlextract.pipeline.tags import tags_of


@dataclass(frozen=True, slots=True)
class Alignment:
    """How well the mentions lie on token boundaries; ``misaligned`` says ``file:line: text`` of those that do not."""

    mentions: int
    misaligned: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share of the mentions that begin or end inside a token, 0 to 1."""
        return len(self.misaligned) / self.mentions if self.mentions else 0.0


MOST_MISALIGNED = 0.05
"""A corpus of which a larger share lies off token boundaries is refused: its offsets are wrong, not its spelling."""


def make_examples(
    nlp: Language, paragraphs: Iterable[AnnotatedParagraph], features: Sequence[str] = ()
) -> tuple[list[Example], Alignment]:
    """Return an example for each paragraph, and how well the mentions fit the tokens.

    Tokens outside of the mentions count as "no mention" where a paragraph is complete in every label that the network
    has; elsewhere they may be of the other labels (``OPEN``). Unknown are the tokens of optional mentions and of those
    that lie off token boundaries. ``features`` names the components of ``nlp`` whose marks the network reads; they are
    run once, here.

    Raises:
        ModelError: more than ``MOST_MISALIGNED`` of the mentions lie off token boundaries.
    """
    labels = frozenset(nlp.get_pipe("ner").labels)
    components = [nlp.get_pipe(name) for name in features]
    number = {tag: place for place, tag in enumerate(tags_of(nlp.get_pipe("ner").labels))}
    examples: list[Example] = []
    misaligned: list[str] = []
    mentions = 0
    for paragraph in paragraphs:
        reference = nlp.make_doc(paragraph.text)
        found, unknown = [], []
        for span in paragraph.spans:
            mentions += 1
            aligned = reference.char_span(span.start, span.end, label=span.label)
            if aligned is not None:
                found.append(aligned)
                continue
            misaligned.append(f"{paragraph.where}: {paragraph.text[span.start : span.end]}")
            unknown.append(reference.char_span(span.start, span.end, alignment_mode="expand"))
        unknown += [reference.char_span(span.start, span.end, alignment_mode="expand") for span in paragraph.optional]
        doubtful = {token.i for span in unknown for token in span} - {token.i for span in found for token in span}
        missing = [reference[index : index + 1] for index in sorted(doubtful)]
        if labels <= paragraph.complete:
            reference.set_ents(found, missing=missing, default="outside")
        else:
            reference.set_ents(found, default="missing")
        if paragraph.shares:
            reference.user_data[SHARES] = dict(_shares(reference, paragraph, number))
        if not labels <= paragraph.complete:
            marked = (
                {token.i for span in found for token in span} | doubtful | reference.user_data.get(SHARES, {}).keys()
            )
            open_ = [token.i for token in reference if token.i not in marked]
            reference.user_data[OPEN] = (open_, labels - paragraph.complete)
        predicted = nlp.make_doc(paragraph.text)
        for component in components:
            predicted = component(predicted)
        examples.append(Example(predicted, reference))
    alignment = Alignment(mentions, tuple(misaligned))
    if alignment.share > MOST_MISALIGNED:
        raise ModelError(
            alignment.misaligned[0],
            f"{alignment.share:.0%} of the mentions begin or end inside a word",
            "Count offsets in characters of the text as it stands in the file",
        )
    return examples, alignment


def _shares(reference: Doc, paragraph: AnnotatedParagraph, number: Mapping[str, int]) -> Iterator[tuple[int, object]]:
    """Yield each token of which shares are given, with the share of each tag."""
    for start, end, tags in paragraph.shares:
        span = reference.char_span(start, end)
        if span is None or len(span) != 1:
            continue
        row = np.zeros(len(number), dtype="float32")
        for tag, share in tags:
            if tag not in number:
                raise ModelError(paragraph.where, f'unknown tag "{tag}"', f"Tags are {', '.join(number)}")
            row[number[tag]] = share
        yield span.start, row
