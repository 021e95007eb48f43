"""Lets a trained pipeline of spaCy read a Doc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ..doc_keys import SHARES_OF_LABELS
from .certainty import Certainty
from .chunks import Scored, batches
from .curves import chance
from .cut_text import text_of
from .label_shares import LabelShares
from .readers import reader_of
from .stretches import TokenTable
from .tokenizer import WordTokenizer, is_cut_into_words

_SCORE = 0.8
"""Score of an entity of a model that gives none."""


class SpacyReading:
    """Reads with ``model``, a pipeline with its own tokenizer."""

    def __init__(self, model: Language) -> None:
        self._model = model
        self._certainty = Certainty(model)
        self._reader = reader_of(model)
        self.labels = tuple(model.get_pipe("ner").labels) if model.has_pipe("ner") else ()

    @contextmanager
    def memory_zone(self, mem: Any) -> Iterator[None]:
        """Let the model forget afterwards what spaCy stores of new words in ``mem``, where it has words of its own."""
        if self._model.vocab.in_memory_zone:
            yield
        else:
            with self._model.memory_zone(mem):
                yield

    def __call__(self, doc: Doc, chunks: Sequence[tuple[int, int]], known: LabelShares) -> Iterator[Scored]:
        """Yield the entities of the chunks; what is said of all other words is added to ``known``."""
        return (self._read_texts if self._reader is None else self._read_words)(doc, chunks, known)

    def _read_texts(self, doc: Doc, chunks: Sequence[tuple[int, int]], known: LabelShares) -> Iterator[Scored]:
        """Yield the entities of the chunks, each of which is a text of its own for the model."""
        model, text = self._model, text_of(doc)
        for batch in batches(chunks):
            texts = [text[start:end] for start, end in batch]
            docs = list(model.pipe(texts, batch_size=len(texts)))
            for (begin, _), part, shares in zip(batch, docs, self._certainty(docs), strict=True):
                rows = part.user_data.get(SHARES_OF_LABELS)
                if rows is not None:
                    starts = [begin + token.idx for token in part]
                    known.add(starts, [at + len(token) for at, token in zip(starts, part, strict=True)], rows)
                for label, start, end, score in entities_of(part, shares):
                    yield label, begin + start, begin + end, score

    def _read_words(self, doc: Doc, chunks: Sequence[tuple[int, int]], known: LabelShares) -> Iterator[Scored]:
        """Yield the entities of the chunks by the words into which ``doc`` is cut, or by the model's own ones."""
        model, reader, text = self._model, self._reader, text_of(doc)
        assert reader is not None
        same = doc.vocab is model.vocab and is_cut_into_words(doc) and isinstance(model.tokenizer, WordTokenizer)
        words = TokenTable(doc if same else model.make_doc(text))
        reader.tag(words, text, chunks)
        for batch in batches(chunks):
            parts = [words.part(start, end) for start, end in batch]
            for part, (found, rows) in zip(parts, reader.found(parts), strict=True):
                if rows is not None:
                    known.add(words.starts[part.first : part.stop], words.ends[part.first : part.stop], rows)
                for label, first, last, chance_ in found:
                    start, end = words.starts[part.first + first], words.ends[part.first + last - 1]
                    yield label, start, end, round(chance_, 3)


def entities_of(doc: Doc, shares: Sequence[float] = ()) -> Iterator[Scored]:
    """Yield ``(label, start, end, score)`` of a read chunk: its ``ents``, or its scored spans where it has some.

    ``shares`` are those of the entities, empty where none are known.
    """
    for group in doc.spans.values():
        scores = group.attrs.get("scores")
        if scores is not None and len(scores) == len(group):
            for span, score in zip(group, scores, strict=True):
                yield span.label_, span.start_char, span.end_char, round(float(score), 3)
            return
    for number, span in enumerate(doc.ents):
        score = round(chance(span.label_, shares[number]), 3) if shares else _SCORE
        yield span.label_, span.start_char, span.end_char, score
