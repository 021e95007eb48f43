"""The component that settles what stands of all that rules, terms and the trained NER find in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..candidates import Candidate, Find, fresh, is_aim, standing
from ..doc_keys import CANDIDATES, ENTITIES, FINDS, MENTIONS, SHARE_OF, TEXT, WARNINGS
from ..knowledge import Knowledge, Pattern
from ..records import Mention
from .abbreviations import bind
from .alone import ALONE, FIXED, JoiningCurves
from .edges import Edges
from .joining import ValueOf, join
from .overlaps import exclusive_labels, settle_overlaps

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

GROUP = "dlextract"
"""Name of the span group with the finds."""


class FindSettler:
    """Makes candidates of the finds in a Doc, and tells which stand.

    Args:
        knowledge: the patterns; None for none.
        value_of: label and words → the value of the term that the words are.
    """

    def __init__(self, knowledge: Knowledge | None = None, value_of: ValueOf | None = None) -> None:
        self._patterns: Mapping[str, Pattern] = {}
        self._exclusive: dict[str, int] = {}
        self._helpers: set[str] = set()
        self._edges = Edges()
        self._curves = FIXED
        self._own: frozenset[str] = frozenset()
        self._value_of: ValueOf = value_of or (lambda _label, _words: "")
        if knowledge is not None:
            self.use(knowledge, self._value_of)

    def use(self, knowledge: Knowledge, value_of: ValueOf, curves: JoiningCurves = FIXED) -> None:
        """Settle by the patterns of ``knowledge``, and by what was measured of the model, from now on."""
        self._curves = curves
        self._own = frozenset(own_ids(knowledge.patterns.values()))
        self._patterns = knowledge.patterns
        asked = {label for question in knowledge.questions for label in question.labels}
        self._helpers = {label for label, pattern in self._patterns.items() if asked and not pattern.own} - asked
        self._exclusive = exclusive_labels(self._patterns.values())
        self._edges = Edges(self._patterns.values())
        self._value_of = value_of

    def __call__(self, doc: Any) -> Any:
        """Leave all candidates in ``doc.user_data[CANDIDATES]``, and in the span group ``dlextract`` of a spaCy Doc.

        The spans are what people ask for.

        The label of a span is that of the find, its ``id_`` the canonical name ("" where no list gives one). Labels
        that no question asks for, and that are not the user's own, only help to decide (whether a paper is about deep
        learning at all): they are no spans.
        """
        return self.leave(doc, self._settled(doc))

    def leave(self, doc: Any, found: list[Candidate]) -> Any:
        """Leave the candidates ``found`` in ``doc``, in the order of the text."""
        found.sort(key=lambda c: (c.mention.start, c.mention.end, c.mention.label))
        mentions = tuple(standing(found))
        doc.user_data[CANDIDATES] = tuple(found)
        doc.user_data[MENTIONS] = mentions
        if not hasattr(doc, "spans"):
            return doc
        doubtful = {c.mention for c in found if any(step.name == ALONE for step in c.steps)}
        shown = (m for m in mentions if m.label not in self._helpers and m not in doubtful and not is_aim(m))
        spans = (_span(doc, mention) for mention in shown)
        doc.spans[GROUP] = [span for span in spans if span is not None]
        return doc

    def stay(self, finds: Sequence[Find]) -> tuple[list[Find], list[Find]]:
        """Return the finds that stay, and all others, each with the reason."""
        kept, lost = settle_overlaps([find for find in finds if not find.dropped_by], self._exclusive)
        return kept, [*(find for find in finds if find.dropped_by), *lost]

    def _settled(self, doc: Any) -> list[Candidate]:
        kept, dropped = self.stay(doc.user_data.pop(FINDS, ()))
        found = [self._candidate(find) for find in kept]
        entities = doc.user_data.get(ENTITIES, ())
        share_of = doc.user_data.get(SHARE_OF)
        if entities or share_of is not None:
            text = doc.user_data.get(TEXT) or doc.text
            edges = self._edges.for_paper()
            doubts = {
                number: doubt
                for number, candidate in enumerate(found)
                if candidate.mention.found_by not in self._own
                and not is_aim(candidate.mention)
                and (doubt := self._curves.doubt(candidate.mention, share_of)) is not None
            }
            found = join(found, entities, self._value_of, edges, self._exclusive, text, doubts)
            found = bind(text, found, self._exclusive)
            if edges.warnings:
                doc.user_data.setdefault(WARNINGS, []).extend(edges.warnings)
        return found + [self._candidate(find) for find in dropped]

    def _candidate(self, find: Find) -> Candidate:
        if find.rule is not None:
            candidate = fresh(find.mention, place=find.rule.place)
        else:
            candidate = fresh(find.mention, f"found: term {find.term!r}", self._patterns[find.mention.label].place)
        return candidate.set_aside(find.dropped_by, find.dropped) if find.dropped_by else candidate


def own_ids(patterns: Iterable[Pattern]) -> Iterator[str]:
    """Yield what ``found_by`` says of finds of the user's own terms and rules, which no measurement speaks of."""
    for pattern in patterns:
        if pattern.own:
            yield pattern.id
        yield from pattern.own_terms.values()
        yield from (rule.id for rule in pattern.rules if rule.own)


def _span(doc: Doc, mention: Mention) -> Span | None:
    label, value = mention.label, mention.value
    span = doc.char_span(mention.start, mention.end, label=label, span_id=value, alignment_mode="expand")
    return span if span is None or len(span) else None
