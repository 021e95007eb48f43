"""The slot for a trained NER: it reads the text in chunks, and its entities become mentions."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import spacy
from spacy.attrs import LIKE_EMAIL, LIKE_NUM, LIKE_URL
from spacy.language import Language
from spacy.tokens import Doc

from ..covering import covered
from ..doc_keys import ENTITIES, SHARE_OF, SHARES_OF_LABELS, SKIP
from ..errors import ModelError
from ..prose import is_prose
from ..records import FROM_MODEL, Mention
from .certainty import Certainty, chance
from .configs import check_config
from .label_shares import LabelShares
from .readers import EntityReader, reader_of
from .recogniser import COMPONENTS
from .stretches import TokenTable
from .text import sentences_of, text_of
from .tokenizer import WordTokenizer, is_cut_into_words

_CHUNK = 2_000
_BATCH = 16_000
"""Characters of chunks that the model reads at once; more of them take memory and hardly less time."""

_MOST = 256
"""Chunks at once: each takes memory, however short it is."""

_UNASKED = (LIKE_URL, LIKE_NUM, LIKE_EMAIL)
"""What spaCy would find out about each new word."""

_TRAIN = "Train one with dlextract train"
_SCORE = 0.8
"""Score of an entity of a model that gives none."""

Scored: TypeAlias = tuple[str, int, int, float]
"""Label, start, end and score of an entity."""


def load_model(model: Path | str, labels: Collection[str] = ()) -> Language:
    """Return the spaCy pipeline in the folder ``model``, or the installed one of that name.

    Args:
        model: its folder or name.
        labels: of which it has to mark one; none: whatever it marks.

    Raises:
        ModelError: it is not there, cannot be loaded, or marks none of the labels.
    """
    from . import encoder, gazetteer, network, tagger  # noqa: F401  (they register what models are made of)

    if (Path(model) / "config.cfg").is_file():
        check_config(Path(model))
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W09[45]\]")  # made for another spaCy: an error, if it matters
            nlp = spacy.load(model, exclude=["parser", "senter", "lemmatizer", "attribute_ruler"])
    except ModelError:
        raise
    except Exception as error:  # spaCy raises nearly anything, depending on what is wrong with the folder
        message = " ".join(str(error).split())
        raise ModelError(
            str(model), f"this model cannot be loaded ({message[:200]})", "Name a folder made by dlextract train"
        ) from error
    finders = [name for name in ("ner", "spancat", "entity_ruler") if nlp.has_pipe(name)]
    if not finders:
        raise ModelError(str(model), "this model finds no entities (it has no ner)", _TRAIN)
    if labels and not set(labels) & {label for name in finders for label in nlp.get_pipe(name).labels}:
        raise ModelError(str(model), f"this model marks none of {', '.join(labels)}", _TRAIN)
    nlp.max_length = 100_000_000
    _spare_words(nlp)
    return nlp


def _spare_words(nlp: Language) -> None:
    """Let new words be looked at only for what dlextract's own components ask: most of spaCy's questions cost more."""
    if {nlp.get_pipe_meta(name).factory for name in nlp.component_names} <= COMPONENTS:
        for attr in _UNASKED:
            nlp.vocab.lex_attr_getters.pop(attr, None)


class EntityFinder:
    """Lets a trained pipeline read a Doc and keeps its entities as mentions.

    Args:
        model: a pipeline with its own tokenizer; None for none.
        name: what ``found_by`` calls it.
        prose: read only paragraphs with a sentence in them, no headings, formulas and rows of tables.
    """

    def __init__(self, model: Language | None = None, name: str = "", *, prose: bool = False) -> None:
        self._model: Language | None = None
        self._reader: EntityReader | None = None
        self._name = name
        self._prose = prose
        if model is not None:
            self.use(model, name, prose=prose)

    def use(self, model: Language, name: str, *, prose: bool = False) -> None:
        """Let ``model`` read from now on."""
        self._model, self._name, self._prose = model, name, prose
        self._certainty = Certainty(model)
        self._reader = reader_of(model)
        self._labels = tuple(model.get_pipe("ner").labels) if model.has_pipe("ner") else ()

    @contextmanager
    def memory_zone(self, mem: Any) -> Iterator[None]:
        """Let the model forget afterwards what spaCy stores of new words in ``mem``, where it has words of its own."""
        if self._model is None or self._model.vocab.in_memory_zone:
            yield
        else:
            with self._model.memory_zone(mem):
                yield

    def __call__(self, doc: Doc) -> Doc:
        """Leave the entities in ``doc.user_data[ENTITIES]``, each with its score.

        What a model says of all other words is left in ``doc.user_data[SHARE_OF]``, where it says that.
        """
        if self._model is None:
            return doc
        text = text_of(doc)
        chunks = list(_chunks(text, sentences_of(doc), doc.user_data.get(SKIP, ()), self._prose))
        read = self._read_texts if self._reader is None else self._read_words
        shares = LabelShares(self._labels)
        doc.user_data[ENTITIES] = tuple(
            Mention(label, start, end, "", f"{FROM_MODEL}{self._name}", score=score)
            for label, start, end, score in read(doc, chunks, shares)
        )
        if shares:
            doc.user_data[SHARE_OF] = shares
        return doc

    def _read_texts(self, doc: Doc, chunks: Sequence[tuple[int, int]], known: LabelShares) -> Iterator[Scored]:
        """Yield the entities of the chunks, each of which is a text of its own for the model."""
        model, text = self._model, text_of(doc)
        assert model is not None
        for batch in _batches(chunks):
            texts = [text[start:end] for start, end in batch]
            docs = list(model.pipe(texts, batch_size=len(texts)))
            for (begin, _), part, shares in zip(batch, docs, self._certainty(docs), strict=True):
                rows = part.user_data.get(SHARES_OF_LABELS)
                if rows is not None:
                    starts = [begin + token.idx for token in part]
                    known.add(starts, [at + len(token) for at, token in zip(starts, part, strict=True)], rows)
                for label, start, end, score in _entities(part, shares):
                    yield label, begin + start, begin + end, score

    def _read_words(self, doc: Doc, chunks: Sequence[tuple[int, int]], known: LabelShares) -> Iterator[Scored]:
        """Yield the entities of the chunks by the words into which ``doc`` is cut, or by the model's own ones."""
        model, reader, text = self._model, self._reader, text_of(doc)
        assert model is not None
        assert reader is not None
        same = doc.vocab is model.vocab and is_cut_into_words(doc) and isinstance(model.tokenizer, WordTokenizer)
        words = TokenTable(doc if same else model.make_doc(text))
        reader.tag(words, text, chunks)
        for batch in _batches(chunks):
            parts = [words.part(start, end) for start, end in batch]
            for part, (found, rows) in zip(parts, reader.found(parts), strict=True):
                if rows is not None:
                    known.add(words.starts[part.first : part.stop], words.ends[part.first : part.stop], rows)
                for label, first, last, chance_ in found:
                    start, end = words.starts[part.first + first], words.ends[part.first + last - 1]
                    yield label, start, end, round(chance_, 3)


def _batches(chunks: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    batch: list[tuple[int, int]] = []
    for start, end in chunks:
        if batch and (end - batch[0][0] > _BATCH or len(batch) == _MOST):
            yield batch
            batch = []
        batch.append((start, end))
    if batch:
        yield batch


def _entities(doc: Doc, shares: Sequence[float]) -> Iterator[Scored]:
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


def _chunks(
    text: str, sentences: Iterable[tuple[int, int]], skip: Sequence[tuple[int, int]], prose: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield stretches of whole sentences: a paragraph, or as much of it as a chunk holds; ``prose``: none without."""
    begin = stop = -1
    wanted = not prose
    for start, end in sentences:
        if covered(start, skip):
            continue
        end = start + len(text[start:end].rstrip())
        if begin >= 0 and (end - begin > _CHUNK or "\n" in text[stop:start]):
            if wanted:
                yield begin, stop
            begin, wanted = -1, not prose
        if begin < 0:
            begin = start
        wanted = wanted or is_prose(text[start:end])
        stop = end
    if begin >= 0 and wanted:
        yield begin, stop


@Language.factory("dlextract_entities")  # type: ignore[untyped-decorator]
def make_entities(nlp: Language, name: str) -> Any:
    """Return an entity finder without a model; ``use`` gives it one."""
    return EntityFinder()
