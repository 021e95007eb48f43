"""The slot for a trained NER: it reads the text in chunks, and its entities become mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from ..errors import ModelError
from ..records import SKIP, Mention
from .overlaps import EXCLUSIVE, Spans
from .terms import Names
from .text import sentences_of, text_of

ENTITIES = "dlextract.entities"
"""Key of ``Doc.user_data`` for the entities of the trained NER, as ``tuple[Mention, ...]``."""

_CHUNK = 2_000
_BATCH = 32
_PRAISE = re.compile(
    r"(?:(?:accurate|advanced|automated|automatic|baseline|conventional|custom|efficient|existing|fast|fine-?tuned"
    r"|frozen|generic|hybrid|improved|lightweight|massive|modified|new|novel|original|our|popular|powerful|pre-?trained"
    r"|proposed|rapid|real-time|reliable|robust|simple|standard|the|traditional|trained|vanilla) )+(?=\S)",
    re.IGNORECASE,
)
"""Words before a name that do not belong to it: what they say holds for the paper, not for the thing."""

_SCORE = 0.8
"""Score of an entity of a model that gives none."""


def load_model(model: Path | str) -> Language:
    """Return the spaCy pipeline in the folder ``model``, or the installed one of that name.

    Raises:
        ModelError: it is not there, cannot be loaded, or finds no entities.
    """
    from . import gazetteer, network  # noqa: F401  (they register what the shipped model is made of)

    try:
        nlp = spacy.load(model, exclude=["parser", "senter", "lemmatizer", "attribute_ruler"])
    except Exception as error:  # spaCy raises nearly anything, depending on what is wrong with the folder
        message = " ".join(str(error).split())
        raise ModelError(
            str(model), f"this model cannot be loaded ({message[:200]})", "Name a folder made by dlextract train"
        ) from error
    if not {"ner", "spancat", "entity_ruler"} & set(nlp.pipe_names):
        raise ModelError(str(model), "this model finds no entities (it has no ner)", "Train one with dlextract train")
    nlp.max_length = 100_000_000
    return nlp


class EntityFinder:
    """Lets a trained pipeline read a Doc and keeps its entities as mentions.

    Args:
        model: a pipeline with its own tokenizer; None for none.
        name: what ``found_by`` calls it.
    """

    def __init__(self, model: Language | None = None, name: str = "") -> None:
        self._model = model
        self._name = name

    def use(self, model: Language, name: str) -> None:
        """Let ``model`` read from now on."""
        self._model, self._name = model, name

    def __call__(self, doc: Doc) -> Doc:
        """Leave the entities in ``doc.user_data[ENTITIES]``."""
        if self._model is None:
            return doc
        text = text_of(doc)
        chunks = list(_chunks(text, sentences_of(doc), doc.user_data.get(SKIP, ())))
        found: list[Mention] = []
        read = self._model.pipe((text[start:end] for start, end in chunks), batch_size=_BATCH)
        for (start, _), part in zip(chunks, read, strict=True):
            for label, first, last, score in _entities(part):
                found.append(Mention(label, start + first, start + last, "", f"ner:{self._name}", score=score))
        doc.user_data[ENTITIES] = tuple(found)
        return doc


def _entities(doc: Doc) -> Iterator[tuple[str, int, int, float]]:
    """Yield ``(label, start, end, score)`` of a read chunk: its ``ents``, or its scored spans where it has some."""
    for group in doc.spans.values():
        scores = group.attrs.get("scores")
        if scores is not None and len(scores) == len(group):
            for span, score in zip(group, scores, strict=True):
                yield span.label_, span.start_char, span.end_char, round(float(score), 3)
            return
    for span in doc.ents:
        words = _PRAISE.match(span.text) if span.label_ in {"ARCHITECTURE", "TASK"} else None
        yield span.label_, span.start_char + (words.end() if words else 0), span.end_char, _SCORE


def _chunks(
    text: str, sentences: Iterable[tuple[int, int]], skip: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield stretches of whole sentences: a paragraph, or as much of it as a chunk holds."""
    begin = stop = -1
    for start, end in sentences:
        if any(first <= start < last for first, last in skip):
            continue
        end = start + len(text[start:end].rstrip())
        if begin >= 0 and (end - begin > _CHUNK or "\n" in text[stop:start]):
            yield begin, stop
            begin = -1
        if begin < 0:
            begin = start
        stop = end
    if begin >= 0:
        yield begin, stop


def join(rules: Sequence[Mention], entities: Sequence[Mention], names: Names, text: str) -> list[Mention]:
    """Return the finds of the rules and of the NER as one list.

    An entity that overlaps a rule's find of an exclusive label gives way, unless it has the same label and is longer
    or a task: then it takes the rule's place, with its value and attributes. (Where a task begins and ends, the NER
    knows better: F1 0.672 against 0.664 on the development paragraphs.) A task in one word ("forecasting", "QA") needs
    the NER's consent, where it finds any task at all: it can also be an attribute (0.678). Aims and entities stand side
    by side. An entity that a term names has the term's value.
    """
    taken = Spans((m.start, m.end, number) for number, m in enumerate(rules) if m.label in EXCLUSIVE and not is_aim(m))
    replaced: set[int] = set()
    more: list[Mention] = []
    for entity in entities:
        over = taken.overlapping(entity.start, entity.end)
        value = names.value_of(entity.label, text[entity.start : entity.end])
        if not over:
            more.append(replace(entity, value=value))
            continue
        inside = [rules[number] for number in over]
        if _wins(entity, inside) and not replaced & set(over):
            first = inside[0]
            more.append(
                replace(
                    entity,
                    value=value or first.value,
                    found_by=first.found_by,
                    attributes=first.attributes,
                    scope=first.scope,
                    hint=first.hint,
                    score=max(entity.score, first.score),
                )
            )
            replaced.update(over)
    replaced.update(_bare_tasks(rules, entities, text))
    return [mention for number, mention in enumerate(rules) if number not in replaced] + more


def _bare_tasks(rules: Sequence[Mention], entities: Sequence[Mention], text: str) -> Iterator[int]:
    """Yield the numbers of tasks in one word that an NER which knows tasks does not take for one."""
    tasks = Spans((m.start, m.end, 0) for m in entities if m.label == "TASK")
    for number, rule in enumerate(rules if tasks else ()):
        if rule.label != "TASK" or is_aim(rule) or re.search(r"\s", text[rule.start : rule.end]):
            continue
        if not tasks.overlapping(rule.start, rule.end):
            yield number


def _wins(entity: Mention, rules: Sequence[Mention]) -> bool:
    if any(rule.label != entity.label or (rule.start, rule.end) == (entity.start, entity.end) for rule in rules):
        return False
    return entity.label == "TASK" or all(entity.start <= rule.start and rule.end <= entity.end for rule in rules)


def is_aim(mention: Mention) -> bool:
    """Return whether a find says as a verb what the paper is for ("to classify moths"): a fact, but no name."""
    return any(name == "target" for name, _ in mention.attributes)


@Language.factory("dlextract_entities")  # type: ignore[untyped-decorator]
def make_entities(nlp: Language, name: str) -> Any:
    """Return an entity finder without a model; ``use`` gives it one."""
    return EntityFinder()
